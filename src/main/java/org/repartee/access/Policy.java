package org.repartee.access;

/// What this server's operator decided about access.
///
/// @param localLogin whether accounts with a password may sign in
/// @param administratorsReadConversations whether they may, each look recorded
public record Policy(boolean localLogin, boolean administratorsReadConversations) {}
