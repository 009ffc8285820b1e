/** Frames on a plain socket. Knows neither cases nor command lines, and shares no class with the codec under test. */
package io.github.minaprotobuf.client.wire;
