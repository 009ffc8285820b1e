package io.github.minaprotobuf.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({"0,0", "4096,4096", "17B,17", "512KiB,524288", "64MiB,67108864", "3GiB,3221225472"})
    void sizes_with_and_without_units(String text, long bytes) {
        assertEquals(bytes, ByteSize.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5MiB", "64MB", "64 MiB", "999999999999999999GiB", "MiB"})
    void what_is_no_size_is_refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"64MB,64MiB", "64M,64MiB", "512kb,512KiB", "64 MiB,64MiB", "1g,1GiB", "64mib,64MiB"})
    void what_is_nearly_a_size_is_refused_with_what_was_meant(String text, String meant) {
        String message = assertThrows(IllegalArgumentException.class, () -> ByteSize.parse(text))
                .getMessage();

        assertTrue(message.endsWith("as in " + meant + ": did you mean that?"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2GiB", "2147483648"})
    void what_no_array_can_hold_is_refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> ByteSize.parseInt(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"64MiB", "512KiB", "3GiB", "1025KiB", "17B", "0B"})
    void formats_as_it_parses(String text) {
        assertEquals(text, ByteSize.format(ByteSize.parse(text)));
    }
}
