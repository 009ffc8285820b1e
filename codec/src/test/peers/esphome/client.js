// Asks the device at 127.0.0.1, whose port is the argument, for all that it has; sets its heater to 55 degrees; and prints
// what it was told, as one line of JSON.

// The client wants Node 22. All that it needs of it here is this, which Node 20 has not.
Promise.withResolvers ??= () => {
  const all = {};
  all.promise = new Promise((resolve, reject) => Object.assign(all, { resolve, reject }));
  return all;
};
const { entityId, openEspHomeClient } = await import("esphome-client");

const client = await openEspHomeClient({ host: "127.0.0.1", port: Number(process.argv[2]), reconnect: false });
const told = { device: client.deviceInfo(), entities: client.getEntitiesWithIds() };
told.heater = await client.commandAndAwait(entityId("water_heater", "boiler"), { targetTemperature: 55 });
told.sensor = client.latest(entityId("sensor", "outside"));
await client.disconnectAsync();
console.log(JSON.stringify(told));
