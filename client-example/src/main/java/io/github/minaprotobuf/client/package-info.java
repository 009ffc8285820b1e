/**
 * The interop client's main. Its packages know each other one way:
 *
 * <pre>
 * cli -> bench, check, report, send, wire
 * report -> check
 * bench, check -> wire
 * </pre>
 */
package io.github.minaprotobuf.client;
