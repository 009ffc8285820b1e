package io.github.minaprotobuf.client;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The client's packages know each other one way: cli, then report, then bench and check, then wire")
class ClientArchitectureTest {

    private static final String HOME = "io.github.minaprotobuf.client";

    private static final JavaClasses CLIENT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(InteropClient.class);

    @Test
    void dependenciesRunOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("main")
                .definedBy(HOME)
                .layer("cli")
                .definedBy(HOME + ".cli")
                .layer("bench")
                .definedBy(HOME + ".bench")
                .layer("report")
                .definedBy(HOME + ".report")
                .layer("check")
                .definedBy(HOME + ".check")
                .layer("serve")
                .definedBy(HOME + ".serve")
                .layer("send")
                .definedBy(HOME + ".send")
                .layer("capture")
                .definedBy(HOME + ".capture")
                .layer("tap")
                .definedBy(HOME + ".tap")
                .layer("view")
                .definedBy(HOME + ".view")
                .layer("wire")
                .definedBy(HOME + ".wire")
                .whereLayer("main")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("cli")
                .mayOnlyBeAccessedByLayers("main")
                .whereLayer("bench")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("tap")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("view")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("capture")
                .mayOnlyBeAccessedByLayers("cli", "tap", "view")
                .whereLayer("send")
                .mayOnlyBeAccessedByLayers("cli", "view")
                .whereLayer("serve")
                .mayOnlyBeAccessedByLayers("cli", "report")
                .whereLayer("check")
                .mayOnlyBeAccessedByLayers("cli", "report", "serve")
                .whereLayer("wire")
                .mayOnlyBeAccessedByLayers("cli", "bench", "capture", "check", "send", "serve", "tap", "view")
                .check(CLIENT);
    }

    @Test
    void theRootPackageHoldsTheMainAlone() {
        classes()
                .that()
                .resideInAPackage(HOME)
                .should()
                .haveSimpleName("InteropClient")
                .orShould()
                .haveSimpleName("package-info")
                .check(CLIENT);
    }

    /** It could not catch the codec's mistakes if it made them too. */
    @Test
    void whatChecksAServerSharesNoClassWithTheCodec() {
        noClasses()
                .that(resideInAnyPackage(
                        HOME + ".check",
                        HOME + ".report",
                        HOME + ".send",
                        HOME + ".serve",
                        HOME + ".view",
                        HOME + ".wire"))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.github.minaprotobuf.codec..", "org.apache.mina.."))
                .check(CLIENT);
    }

    @Test
    void onlyTheCommandLineKnowsPicocli() {
        noClasses()
                .that(resideInAnyPackage(
                        HOME + ".bench",
                        HOME + ".check",
                        HOME + ".report",
                        HOME + ".send",
                        HOME + ".serve",
                        HOME + ".view",
                        HOME + ".wire"))
                .should()
                .dependOnClassesThat(resideInAPackage("picocli.."))
                .check(CLIENT);
    }
}
