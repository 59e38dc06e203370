package org.kagicast.lab;

import java.net.NetworkInterface;
import java.net.SocketException;

import org.kagicast.model.OperatorException;

/// The loopback interface, which is called `lo` here and `lo0` there.
public final class Loopback {

    private Loopback() {
    }

    public static String name() {
        try {
            return NetworkInterface.networkInterfaces().filter(Loopback::isLoopback).map(NetworkInterface::getName)
                    .findFirst().orElse("lo");
        } catch (SocketException e) {
            throw new OperatorException(
                    "The network interfaces of this machine cannot be listed: name one with --interface.", e);
        }
    }

    private static boolean isLoopback(NetworkInterface candidate) {
        try {
            return candidate.isUp() && candidate.isLoopback();
        } catch (SocketException vanished) {
            return false;
        }
    }
}
