/**
 * The interop client's main. Its packages know each other one way:
 *
 * <pre>
 * cli -> bench, check, report, send, serve, wire
 * report -> check, serve
 * serve -> check
 * bench, check, serve -> wire
 * </pre>
 */
package io.github.minaprotobuf.client;
