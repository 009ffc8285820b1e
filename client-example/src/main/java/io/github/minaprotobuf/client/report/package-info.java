/** What came of a run, in the forms that people and programs read. Knows the cases, but not how they are run. */
package io.github.minaprotobuf.client.report;
