/** Filters. */
package io.github.minaprotobuf.filter;
