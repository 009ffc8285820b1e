package io.github.minaprotobuf.protocols;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.MessageTypes;
import io.github.minaprotobuf.protocols.mysqlx.Any;
import io.github.minaprotobuf.protocols.mysqlx.Array;
import io.github.minaprotobuf.protocols.mysqlx.AuthenticateContinue;
import io.github.minaprotobuf.protocols.mysqlx.AuthenticateOk;
import io.github.minaprotobuf.protocols.mysqlx.AuthenticateStart;
import io.github.minaprotobuf.protocols.mysqlx.Capabilities;
import io.github.minaprotobuf.protocols.mysqlx.CapabilitiesGet;
import io.github.minaprotobuf.protocols.mysqlx.CapabilitiesSet;
import io.github.minaprotobuf.protocols.mysqlx.Capability;
import io.github.minaprotobuf.protocols.mysqlx.ColumnMetaData;
import io.github.minaprotobuf.protocols.mysqlx.ColumnMetaData.FieldType;
import io.github.minaprotobuf.protocols.mysqlx.Error;
import io.github.minaprotobuf.protocols.mysqlx.FetchDone;
import io.github.minaprotobuf.protocols.mysqlx.Notice;
import io.github.minaprotobuf.protocols.mysqlx.Ok;
import io.github.minaprotobuf.protocols.mysqlx.Row;
import io.github.minaprotobuf.protocols.mysqlx.Scalar;
import io.github.minaprotobuf.protocols.mysqlx.SessionClose;
import io.github.minaprotobuf.protocols.mysqlx.SessionStateChanged;
import io.github.minaprotobuf.protocols.mysqlx.StmtExecute;
import io.github.minaprotobuf.protocols.mysqlx.StmtExecuteOk;
import java.io.IOException;
import java.nio.ByteOrder;
import org.apache.mina.core.session.IoSession;

/** The server's side of MySQL's X protocol, for a few statements. It lets anyone in. */
final class MySqlXServer extends RecordingServer {

    /** What the client asks first of all. */
    private static final String MAX_PACKET = "select @@mysqlx_max_allowed_packet";

    static final String ONE_ROW = "select id, name from users limit 1";
    static final String MANY_ROWS = "select id, name from users limit ?";
    static final String NAME = "Grüße";
    static final int NO_SUCH_TABLE = 1146;

    /** The collation utf8mb4_0900_ai_ci. */
    private static final int UTF8 = 255;

    /** The length counts the type, and an id means one thing to the server and another to the client. */
    private static final FrameFormat FORMAT = FrameFormat.builder()
            .fixedLength(4, ByteOrder.LITTLE_ENDIAN)
            .fixedType(1, ByteOrder.LITTLE_ENDIAN)
            .lengthAdjustment(-1)
            .build();

    private static final MessageTypes TYPES = MessageTypes.builder()
            .receive(1, CapabilitiesGet.getDefaultInstance())
            .receive(2, CapabilitiesSet.getDefaultInstance())
            .receive(4, AuthenticateStart.getDefaultInstance())
            .receive(5, AuthenticateContinue.getDefaultInstance())
            .receive(7, SessionClose.getDefaultInstance())
            .receive(12, StmtExecute.getDefaultInstance())
            .send(0, Ok.getDefaultInstance())
            .send(1, Error.getDefaultInstance())
            .send(2, Capabilities.getDefaultInstance())
            .send(3, AuthenticateContinue.getDefaultInstance())
            .send(4, AuthenticateOk.getDefaultInstance())
            .send(11, Notice.getDefaultInstance())
            .send(12, ColumnMetaData.getDefaultInstance())
            .send(13, Row.getDefaultInstance())
            .send(14, FetchDone.getDefaultInstance())
            .send(17, StmtExecuteOk.getDefaultInstance())
            .build();

    MySqlXServer() throws IOException {
        super(FORMAT, TYPES);
    }

    @Override
    void answer(IoSession session, Object message) throws IOException {
        if (message instanceof CapabilitiesGet) {
            session.write(capabilities());
        } else if (message instanceof AuthenticateStart) {
            session.write(AuthenticateContinue.newBuilder()
                    .setAuthData(ByteString.copyFromUtf8("a salt of 20 bytes, "))
                    .build());
        } else if (message instanceof AuthenticateContinue) {
            session.write(clientId(session.getId()));
            session.write(AuthenticateOk.getDefaultInstance());
        } else if (message instanceof StmtExecute statement) {
            execute(session, statement);
        } else { // CapabilitiesSet and SessionClose
            session.write(Ok.getDefaultInstance());
        }
    }

    private static void execute(IoSession session, StmtExecute statement) throws IOException {
        String sql = statement.getStmt().toStringUtf8();
        switch (sql) {
            case MAX_PACKET -> {
                session.write(column(sql, FieldType.UINT).build());
                session.write(Row.newBuilder().addField(varint(64 << 20)).build());
                writeEndOfRows(session);
            }
            case ONE_ROW -> writeUsers(session, 1);
            case MANY_ROWS ->
                writeUsers(session, statement.getArgs(0).getScalar().getVSignedInt());
            default ->
                session.write(Error.newBuilder()
                        .setCode(NO_SUCH_TABLE)
                        .setSqlState("42S02")
                        .setMsg("no such statement: " + sql)
                        .build());
        }
    }

    private static void writeUsers(IoSession session, long rows) throws IOException {
        session.write(column("id", FieldType.SINT).build());
        session.write(column("name", FieldType.BYTES).setCollation(UTF8).build());
        ByteString name = ByteString.copyFromUtf8(NAME + "\0"); // without the 0, an empty text would be null
        for (long id = 1; id <= rows; id++) {
            ByteString signed = varint(CodedOutputStream.encodeZigZag64(-id));
            session.write(Row.newBuilder().addField(signed).addField(name).build());
        }
        writeEndOfRows(session);
    }

    private static ColumnMetaData.Builder column(String name, FieldType type) {
        return ColumnMetaData.newBuilder()
                .setType(type)
                .setName(ByteString.copyFromUtf8(name))
                .setTable(ByteString.copyFromUtf8("users"))
                .setSchema(ByteString.copyFromUtf8("shop"))
                .setLength(20);
    }

    private static ByteString varint(long value) throws IOException {
        ByteString.Output bytes = ByteString.newOutput();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeUInt64NoTag(value);
        out.flush();
        return bytes.toByteString();
    }

    private static void writeEndOfRows(IoSession session) {
        session.write(FetchDone.getDefaultInstance());
        session.write(StmtExecuteOk.getDefaultInstance());
    }

    private static Capabilities capabilities() {
        Any mechanisms = Any.newBuilder()
                .setType(Any.Type.ARRAY)
                .setArray(Array.newBuilder().addValue(text("MYSQL41")))
                .build();
        return Capabilities.newBuilder()
                .addCapabilities(Capability.newBuilder()
                        .setName("authentication.mechanisms")
                        .setValue(mechanisms))
                .addCapabilities(Capability.newBuilder().setName("node_type").setValue(text("mysql")))
                .build();
    }

    /** A message within a message, by an id of its own. */
    private static Notice clientId(long id) {
        return Notice.newBuilder()
                .setType(3)
                .setScope(Notice.Scope.LOCAL)
                .setPayload(SessionStateChanged.newBuilder()
                        .setParam(SessionStateChanged.Parameter.CLIENT_ID_ASSIGNED)
                        .addValue(
                                Scalar.newBuilder().setType(Scalar.Type.V_UINT).setVUnsignedInt(id))
                        .build()
                        .toByteString())
                .build();
    }

    private static Any text(String text) {
        return Any.newBuilder()
                .setType(Any.Type.SCALAR)
                .setScalar(Scalar.newBuilder()
                        .setType(Scalar.Type.V_STRING)
                        .setVString(Scalar.String.newBuilder().setValue(ByteString.copyFromUtf8(text))))
                .build();
    }
}
