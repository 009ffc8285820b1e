package io.github.minaprotobuf.protocols;

import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.MessageTypes;
import io.github.minaprotobuf.protocols.esphome.ConnectRequest;
import io.github.minaprotobuf.protocols.esphome.ConnectResponse;
import io.github.minaprotobuf.protocols.esphome.DeviceInfoRequest;
import io.github.minaprotobuf.protocols.esphome.DeviceInfoResponse;
import io.github.minaprotobuf.protocols.esphome.DisconnectRequest;
import io.github.minaprotobuf.protocols.esphome.DisconnectResponse;
import io.github.minaprotobuf.protocols.esphome.HelloRequest;
import io.github.minaprotobuf.protocols.esphome.HelloResponse;
import io.github.minaprotobuf.protocols.esphome.ListEntitiesDoneResponse;
import io.github.minaprotobuf.protocols.esphome.ListEntitiesRequest;
import io.github.minaprotobuf.protocols.esphome.ListEntitiesSensorResponse;
import io.github.minaprotobuf.protocols.esphome.ListEntitiesWaterHeaterResponse;
import io.github.minaprotobuf.protocols.esphome.PingRequest;
import io.github.minaprotobuf.protocols.esphome.PingResponse;
import io.github.minaprotobuf.protocols.esphome.SensorStateResponse;
import io.github.minaprotobuf.protocols.esphome.SubscribeStatesRequest;
import io.github.minaprotobuf.protocols.esphome.WaterHeaterCommandRequest;
import io.github.minaprotobuf.protocols.esphome.WaterHeaterStateResponse;
import java.io.IOException;
import org.apache.mina.core.session.IoSession;

/** A device of ESPHome's native API, in plain text, with a sensor and a water heater. */
final class EspHomeServer extends RecordingServer {

    static final int HEATER = 0xCAFEF00D;

    private static final int SENSOR = 0x0BADCAFE;

    private static final FrameFormat FORMAT =
            FrameFormat.builder().constant((byte) 0).varintLength().varintType().build();

    /** From 128 on, an id takes two bytes of the header. */
    private static final MessageTypes TYPES = MessageTypes.builder()
            .receive(1, HelloRequest.getDefaultInstance())
            .send(2, HelloResponse.getDefaultInstance())
            .receive(3, ConnectRequest.getDefaultInstance())
            .send(4, ConnectResponse.getDefaultInstance())
            .type(5, DisconnectRequest.getDefaultInstance())
            .type(6, DisconnectResponse.getDefaultInstance())
            .type(7, PingRequest.getDefaultInstance())
            .type(8, PingResponse.getDefaultInstance())
            .receive(9, DeviceInfoRequest.getDefaultInstance())
            .send(10, DeviceInfoResponse.getDefaultInstance())
            .receive(11, ListEntitiesRequest.getDefaultInstance())
            .send(16, ListEntitiesSensorResponse.getDefaultInstance())
            .send(19, ListEntitiesDoneResponse.getDefaultInstance())
            .receive(20, SubscribeStatesRequest.getDefaultInstance())
            .send(25, SensorStateResponse.getDefaultInstance())
            .send(132, ListEntitiesWaterHeaterResponse.getDefaultInstance())
            .send(133, WaterHeaterStateResponse.getDefaultInstance())
            .receive(134, WaterHeaterCommandRequest.getDefaultInstance())
            .build();

    EspHomeServer() throws IOException {
        super(FORMAT, TYPES);
    }

    @Override
    void answer(IoSession session, Object message) {
        if (message instanceof HelloRequest) {
            session.write(HelloResponse.newBuilder()
                    .setApiVersionMajor(1)
                    .setApiVersionMinor(10) // the last that is asked to connect, too
                    .setName("cellar")
                    .build());
        } else if (message instanceof ConnectRequest) {
            session.write(ConnectResponse.getDefaultInstance());
        } else if (message instanceof DeviceInfoRequest) {
            session.write(DeviceInfoResponse.newBuilder()
                    .setName("cellar")
                    .setMacAddress("02:00:00:00:00:01")
                    .setEsphomeVersion("2026.1.0")
                    .build());
        } else if (message instanceof ListEntitiesRequest) {
            writeEntities(session);
        } else if (message instanceof SubscribeStatesRequest) {
            session.write(SensorStateResponse.newBuilder()
                    .setKey(SENSOR)
                    .setState(-3.5f)
                    .build());
        } else if (message instanceof WaterHeaterCommandRequest command) {
            session.write(WaterHeaterStateResponse.newBuilder()
                    .setKey(command.getKey())
                    .setCurrentTemperature(40)
                    .setTargetTemperature(command.getTargetTemperature())
                    .build());
        } else if (message instanceof PingRequest) {
            session.write(PingResponse.getDefaultInstance());
        } else if (message instanceof DisconnectRequest) {
            session.write(DisconnectResponse.getDefaultInstance());
        }
    }

    private static void writeEntities(IoSession session) {
        session.write(ListEntitiesSensorResponse.newBuilder()
                .setObjectId("outside")
                .setKey(SENSOR)
                .setName("Outside")
                .setUnitOfMeasurement("°C")
                .build());
        session.write(ListEntitiesWaterHeaterResponse.newBuilder()
                .setObjectId("boiler")
                .setKey(HEATER)
                .setName("Boiler")
                .setMinTemperature(30)
                .setMaxTemperature(65)
                .build());
        session.write(ListEntitiesDoneResponse.getDefaultInstance());
    }
}
