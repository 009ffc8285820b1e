package io.github.minaprotobuf.client.serve;

import io.github.minaprotobuf.client.check.Exchange;
import io.github.minaprotobuf.client.check.Result.Outcome;
import java.time.Duration;

/** What came of one scenario; {@code sent} is what the server sent, {@code received} what the client did. */
public record ScenarioResult(Scenario scenario, Outcome outcome, Duration time, Exchange exchange) {}
