/**
 * The command line: the commands, their options, and the exit codes. It starts from {@link
 * io.github.minaprotobuf.client.cli.ClientCommand}. What the commands do is in the other packages, which do not know
 * this one.
 */
package io.github.minaprotobuf.client.cli;
