package io.github.minaprotobuf.codec;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.minaprotobuf.filter.WriteCoalescingFilter;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.junit.jupiter.api.Test;

/** Who knows whom. Dependencies run one way: factory, then decoder and encoder, then format and body. */
class ArchitectureTest {

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(ProtobufCodecFactory.class, WriteCoalescingFilter.class, ProtobufAcceptor.class);

    private static final DescribedPredicate<JavaClass> PROTOBUF = resideInAPackage("com.google.protobuf..");
    private static final DescribedPredicate<JavaClass> SESSIONS = resideInAPackage("org.apache.mina.core..");
    private static final DescribedPredicate<JavaClass> FORMAT = belongToAnyOf(
            FrameFormat.class,
            FrameFormatBuilder.class,
            Header.class,
            NumberField.class,
            AbsentField.class,
            CompressedFlag.class,
            Filler.class,
            ComposedHeader.class);
    private static final DescribedPredicate<JavaClass> BODY = belongToAnyOf(
            BodyEncoder.class,
            BodyCodec.class,
            TypedBodyCodec.class,
            TypedBytes.class,
            MessageTypes.class,
            BodyTypes.class,
            UntypedBodies.class,
            TypedBodies.class,
            MessageTable.class,
            BodyPlan.class,
            Decompressor.class,
            DecompressedBody.class,
            WholeBodyDecoder.class,
            BodyReader.class,
            ParserOptions.class,
            OneTypeBody.class,
            AnyBody.class,
            WireText.class,
            BytesBody.class);
    private static final DescribedPredicate<JavaClass> RETAINED =
            belongToAnyOf(UnfinishedFrame.class, PartialHeader.class, PartialBody.class, RetainedBytes.class);
    private static final DescribedPredicate<JavaClass> STATISTICS =
            belongToAnyOf(CodecStatistics.class, CodecStatisticsMXBean.class);
    private static final DescribedPredicate<JavaClass> CODEC =
            belongToAnyOf(ProtobufDecoder.class, RetainedFrames.class, ProtobufEncoder.class);
    private static final DescribedPredicate<JavaClass> FACTORY = belongToAnyOf(ProtobufCodecFactory.class);
    private static final DescribedPredicate<JavaClass> TRANSPORT = resideInAPackage("io.github.minaprotobuf.transport");
    private static final DescribedPredicate<JavaClass> FILTER =
            belongToAnyOf(ProtobufCodecFilter.class, ChainSink.class, ChainSink.RemovedFrom.class);

    @Test
    void theLibraryStandsOnTheJdkMinaAndProtobufAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "javax.management..",
                        "javax.net.ssl..",
                        "org.apache.mina..",
                        "com.google.protobuf..",
                        "io.github.minaprotobuf.."))
                .check(LIBRARY);
    }

    @Test
    void codecAndFilterDoNotKnowEachOtherAndTransportKnowsBoth() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("transport")
                .definedBy("io.github.minaprotobuf.transport")
                .layer("codec")
                .definedBy("io.github.minaprotobuf.codec")
                .layer("filter")
                .definedBy("io.github.minaprotobuf.filter")
                .whereLayer("transport")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("codec")
                .mayOnlyBeAccessedByLayers("transport")
                .whereLayer("filter")
                .mayOnlyBeAccessedByLayers("transport")
                .check(LIBRARY);
    }

    /** {@code ChainOrder} knows the name of MINA's codec filter, and nothing of what it does. */
    @Test
    void filtersWorkWithAnyCodec() {
        noClasses()
                .that(resideInAPackage("..filter"))
                .should()
                .dependOnClassesThat(PROTOBUF)
                .orShould()
                .dependOnClassesThat(resideInAPackage("org.apache.mina.filter.codec..")
                        .and(not(belongToAnyOf(ProtocolCodecFilter.class))))
                .check(LIBRARY);
    }

    @Test
    void theFormatKnowsNothingOfProtobufAndSessions() {
        noClasses()
                .that(FORMAT)
                .should()
                .dependOnClassesThat(PROTOBUF.or(SESSIONS))
                .check(LIBRARY);
    }

    @Test
    void theBodyKnowsNothingOfFramingAndSessions() {
        noClasses()
                .that(BODY)
                .should()
                .dependOnClassesThat(FORMAT.or(RETAINED).or(SESSIONS))
                .check(LIBRARY);
    }

    @Test
    void whatASessionRetainsKnowsNothingOfProtobuf() {
        noClasses()
                .that(RETAINED)
                .should()
                .dependOnClassesThat(PROTOBUF.or(BODY))
                .check(LIBRARY);
    }

    @Test
    void dependenciesRunFromTheFilterAndTheFactoryDown() {
        noClasses()
                .that(not(FILTER.or(TRANSPORT)))
                .should()
                .dependOnClassesThat(FILTER)
                .check(LIBRARY);
        noClasses()
                .that(not(FILTER.or(FACTORY).or(TRANSPORT)))
                .should()
                .dependOnClassesThat(FACTORY)
                .check(LIBRARY);
        noClasses()
                .that(not(FILTER.or(FACTORY).or(CODEC)))
                .should()
                .dependOnClassesThat(CODEC)
                .check(LIBRARY);
        noClasses()
                .that(FORMAT.or(BODY))
                .should()
                .dependOnClassesThat(FACTORY.or(CODEC).or(RETAINED).or(STATISTICS))
                .check(LIBRARY);
    }

    @Test
    void nothingIsEverDeserialisedByJava() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.<JavaClass>describe(
                        "serialise or deserialise objects",
                        type -> type.isAssignableTo(ObjectInput.class)
                                || type.isAssignableTo(ObjectOutput.class)
                                || type.isAssignableTo(Externalizable.class)))
                .check(LIBRARY);
    }
}
