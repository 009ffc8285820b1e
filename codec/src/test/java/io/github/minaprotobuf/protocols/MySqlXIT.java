package io.github.minaprotobuf.protocols;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mysql.cj.protocol.x.XProtocolError;
import com.mysql.cj.xdevapi.Column;
import com.mysql.cj.xdevapi.Row;
import com.mysql.cj.xdevapi.Session;
import com.mysql.cj.xdevapi.SessionFactory;
import com.mysql.cj.xdevapi.SqlResult;
import com.mysql.cj.xdevapi.Type;
import io.github.minaprotobuf.protocols.mysqlx.AuthenticateContinue;
import io.github.minaprotobuf.protocols.mysqlx.AuthenticateStart;
import io.github.minaprotobuf.protocols.mysqlx.CapabilitiesGet;
import io.github.minaprotobuf.protocols.mysqlx.CapabilitiesSet;
import io.github.minaprotobuf.protocols.mysqlx.SessionClose;
import io.github.minaprotobuf.protocols.mysqlx.StmtExecute;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("MySQL's own client for Java speaks the X protocol to a server of this codec")
@Timeout(20)
class MySqlXIT {

    private MySqlXServer server;

    @BeforeEach
    void start() throws Exception {
        server = new MySqlXServer();
    }

    @AfterEach
    void nothing_was_rejected() {
        server.close();
        server.assertNothingWasWrong();
    }

    private Session connect() {
        return new SessionFactory()
                .getSession("mysqlx://user:secret@127.0.0.1:" + server.port()
                        + "?xdevapi.ssl-mode=DISABLED&xdevapi.auth=MYSQL41");
    }

    @Test
    void a_session_is_negotiated_authenticated_and_closed_in_order() throws Exception {
        Session session = connect();
        session.sql(MySqlXServer.ONE_ROW).execute();
        session.close();

        assertTrue(server.awaitClosed());
        assertEquals(
                List.of(
                        CapabilitiesGet.class,
                        CapabilitiesSet.class,
                        AuthenticateStart.class,
                        AuthenticateContinue.class,
                        StmtExecute.class, // the client's own
                        StmtExecute.class,
                        SessionClose.class),
                server.receivedTypes());
    }

    @Test
    void a_row_comes_with_the_columns_that_describe_it() {
        try (Session session = connect()) {
            SqlResult result = session.sql(MySqlXServer.ONE_ROW).execute();

            Column id = result.getColumns().get(0);
            assertEquals("shop.users.id", id.getSchemaName() + "." + id.getTableLabel() + "." + id.getColumnLabel());
            assertEquals(
                    List.of(Type.BIGINT, Type.STRING),
                    result.getColumns().stream().map(Column::getType).toList());
            Row row = result.fetchOne();
            assertEquals(-1, row.getLong("id"));
            assertEquals(MySqlXServer.NAME, row.getString("name"));
        }
    }

    @Test
    void many_rows_arrive_each_once_and_in_order() {
        try (Session session = connect()) {
            List<Row> rows =
                    session.sql(MySqlXServer.MANY_ROWS).bind(10_000).execute().fetchAll();

            assertEquals(10_000, rows.size());
            assertEquals(-10_000, rows.get(9_999).getInt("id"));
        }
    }

    @Test
    void an_error_has_its_code_and_the_session_goes_on() {
        try (Session session = connect()) {
            XProtocolError error = assertThrows(
                    XProtocolError.class, () -> session.sql("select nothing").execute());

            assertEquals(MySqlXServer.NO_SUCH_TABLE, error.getErrorCode());
            assertEquals("42S02", error.getSQLState());
            assertEquals(1, session.sql(MySqlXServer.ONE_ROW).execute().count());
        }
    }
}
