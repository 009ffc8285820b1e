/** The catalogue of conformance cases, and what runs them and reports on them. */
package io.github.minaprotobuf.client.check;
