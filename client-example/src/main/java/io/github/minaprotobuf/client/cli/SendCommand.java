package io.github.minaprotobuf.client.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.github.minaprotobuf.client.send.Form;
import io.github.minaprotobuf.client.send.MessageType;
import io.github.minaprotobuf.client.send.Request;
import io.github.minaprotobuf.client.send.TypeIds;
import io.github.minaprotobuf.client.wire.Connection;
import io.github.minaprotobuf.client.wire.Cut;
import io.github.minaprotobuf.client.wire.FrameStream;
import io.github.minaprotobuf.client.wire.Hex;
import io.github.minaprotobuf.client.wire.Side;
import io.github.minaprotobuf.client.wire.Target;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sends messages, shows the replies. */
@Command(
        name = "send",
        description =
                "Sends messages over one connection and prints the replies. What is sent is an option's, or stdin's in"
                        + " text format.",
        mixinStandardHelpOptions = true,
        versionProvider = ClientCommand.Version.class,
        usageHelpAutoWidth = true)
final class SendCommand implements Callable<Integer> {

    private static final int LONGEST_REPLY = 1 << 30;
    private static final int BYTES_SHOWN = 256;

    @Spec
    private CommandSpec command;

    @Mixin
    private TargetOptions targetOptions;

    @Mixin
    private MessageOptions messages;

    @Mixin
    private RequestOptions requestOptions;

    @Mixin
    private ReplyOptions replyOptions;

    @Option(
            names = {"-v", "--verbose"},
            description = "shows the bytes of each header and body on stderr, > sent and < received")
    private boolean verbose;

    /** What came is not what was asked for; the message says what. */
    private static final class WrongReplyException extends Exception {
        private static final long serialVersionUID = 1L;

        WrongReplyException(String message) {
            super(message);
        }
    }

    @Override
    public Integer call() throws UnreachableException, IOException {
        replyOptions.validate();
        TypeIds ids = messages.ids();
        MessageType type = typeOfId(ids).orElseGet(messages::typeOrEcho);
        List<Request> requests = requestOptions.requests(type, messages::named);
        MessageType replyType = replyOptions.replyType().map(messages::named).orElse(type);
        try (ServerUnderTest server = targetOptions.open(ids.idOf(Side.CLIENT, type.descriptor()))) {
            exchange(server.target(), requests, ids, replyType);
            return ExitCode.OK;
        } catch (WrongReplyException e) {
            command.commandLine().getErr().println("send: " + e.getMessage());
            return ExitCode.SOFTWARE;
        }
    }

    /** The type of the id that is sent, where an option says an id and none a type. */
    private Optional<MessageType> typeOfId(TypeIds ids) {
        OptionalLong id = targetOptions.typeId();
        return id.isPresent() && messages.type().isEmpty() ? ids.find(Side.CLIENT, id.getAsLong()) : Optional.empty();
    }

    /** That of {@code --type} is the target's own, which an option may say. */
    private OptionalLong idOf(MessageType type, TypeIds ids) {
        boolean isUsual =
                messages.type().map(type::equals).orElse(targetOptions.typeId().isPresent());
        return isUsual ? OptionalLong.empty() : ids.idOf(Side.CLIENT, type.descriptor());
    }

    private void exchange(Target target, List<Request> requests, TypeIds ids, MessageType replyType)
            throws WrongReplyException {
        try (Connection connection = Connection.open(target)) {
            for (Request request : requests) {
                FrameStream frame = request.in(target.wire(), idOf(request.type(), ids));
                int headerLength = request.isRaw() ? 0 : frame.length() - request.bytes().length;
                show(Side.CLIENT, Arrays.copyOf(frame.bytes(), headerLength), request.bytes());
                connection.send(frame, Cut.nowhere());
            }
            int replies = 0;
            int wanted = replyOptions.count(requests.size());
            while (replies < wanted) {
                Request request = requests.get(Math.min(replies, requests.size() - 1));
                Optional<byte[]> body = next(connection, replies, target, request);
                if (body.isEmpty()) {
                    break;
                }
                MessageType shown = ids.find(Side.SERVER, connection.lastType()).orElse(replyType);
                print(request.form(), shown, body.get(), replies);
                replies++;
            }
            if (replies < replyOptions.fewest()) {
                throw new WrongReplyException(replies + " of " + replyOptions.fewest() + " expected replies came");
            }
        } catch (IOException e) {
            throw new WrongReplyException(e.getMessage());
        }
    }

    /** The next reply; none when there may be none. */
    private Optional<byte[]> next(Connection connection, int replies, Target target, Request request)
            throws WrongReplyException {
        try {
            byte[] body =
                    connection.readBody(LONGEST_REPLY, replyOptions.silence().orElse(replyOptions.timeout()));
            show(Side.SERVER, connection.lastHeader(), body);
            return Optional.of(body);
        } catch (IOException e) {
            String partial = connection.partialFrame();
            boolean mayEnd = e instanceof EOFException || e instanceof SocketTimeoutException;
            if (replyOptions.silence().isPresent() && replies > 0 && mayEnd && partial.isEmpty()) {
                return Optional.empty();
            }
            String what = reason(e) + (partial.isEmpty() ? "" : ", after " + partial);
            throw new WrongReplyException(replies > 0 ? what : what + "; " + diagnosis(connection, target, request));
        }
    }

    private String reason(IOException e) {
        if (e instanceof EOFException) {
            return "the connection ended before the reply did";
        }
        if (e instanceof SocketTimeoutException) {
            return "no reply within "
                    + replyOptions.silence().orElse(replyOptions.timeout()).toMillis() / 1000.0 + " s";
        }
        return e.getMessage();
    }

    private String diagnosis(Connection connection, Target target, Request request) {
        byte[] came = connection.begunFrame();
        Optional<Diagnosis> diagnosis = targetOptions.mayTryFormats() && !request.isRaw()
                ? Diagnosis.byTrying(target, came, request.bytes())
                : Diagnosis.byWhatCame(target, came);
        return diagnosis.map(Diagnosis::text).orElseGet(() -> Diagnosis.unknown(target));
    }

    private void print(Form form, MessageType type, byte[] body, int number) throws WrongReplyException {
        try {
            Message reply = type.decode(body);
            PrintWriter out = command.commandLine().getOut();
            out.print(form.print(reply, type));
            out.flush();
            requireExpected(reply, type, number);
        } catch (InvalidProtocolBufferException e) {
            throw new WrongReplyException(e.getMessage() + "; the reply is no "
                    + type.descriptor().getFullName() + ": " + Hex.of(body, 0, 64));
        }
    }

    private void requireExpected(Message reply, MessageType type, int number) throws WrongReplyException {
        Optional<String> expected = replyOptions.expected(number);
        if (expected.isPresent() && !parsed(expected.get(), type).equals(reply)) {
            throw new WrongReplyException("reply " + (number + 1) + " is not the expected one, " + expected.get());
        }
    }

    private Message parsed(String expected, MessageType type) {
        try {
            return Form.of(expected).parse(expected, type);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--expect: " + e.getMessage(), e);
        }
    }

    private void show(Side sender, byte[] header, byte[] body) {
        if (verbose) {
            PrintWriter err = command.commandLine().getErr();
            err.println(sender.arrow() + " header " + Hex.of(header, 0, BYTES_SHOWN));
            err.println(sender.arrow() + " body   " + Hex.of(body, 0, BYTES_SHOWN));
            err.flush();
        }
    }
}
