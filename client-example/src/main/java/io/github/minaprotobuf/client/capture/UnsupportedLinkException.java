package io.github.minaprotobuf.client.capture;

import java.io.IOException;

/** The packets begin with a header that is not known here. */
final class UnsupportedLinkException extends IOException {

    private static final long serialVersionUID = 1L;

    UnsupportedLinkException(int linkType) {
        super("link type " + linkType + " is not among those that are read: NULL, EN10MB, RAW, LINUX_SLL, LINUX_SLL2;"
                + " capture with another, as by 'tcpdump -y'");
    }
}
