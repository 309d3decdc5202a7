package org.repartee.web;

import org.repartee.chat.Caller;

/// Who a request comes from. Without sign-on, everyone who may reach the server is the same person.
final class Visitor {

    static final Caller LOCAL = new Caller("local");

    private Visitor() {}
}
