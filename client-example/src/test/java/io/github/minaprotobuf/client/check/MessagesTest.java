package io.github.minaprotobuf.client.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.minaprotobuf.example.Echo;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private final Random random = new Random(1);

    @Test
    void bodiesHaveExactlyTheLengthThatWasAskedFor() {
        assertEquals(0, Messages.ofBodyLength(random, 0).toByteArray().length);
        for (int length = 2; length < 20_000; length++) {
            assertEquals(length, Messages.ofBodyLength(random, length).getSerializedSize());
        }
        for (int length = (1 << 21) - 10; length < (1 << 21) + 10; length++) {
            assertEquals(length, Messages.ofBodyLength(random, length).toByteArray().length);
        }
    }

    @Test
    void noMessageHasABodyOfOneByte() {
        assertThrows(IllegalArgumentException.class, () -> Messages.ofBodyLength(random, 1));
    }

    @Test
    void oneSeedGivesTheSameMessages() {
        Random first = new Random(5);
        Random second = new Random(5);
        for (int i = 0; i < 100; i++) {
            Echo message = Messages.random(first);
            assertEquals(message, Messages.random(second));
        }
    }
}
