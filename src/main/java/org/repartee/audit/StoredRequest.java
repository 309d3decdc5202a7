package org.repartee.audit;

import java.util.UUID;

/// A request as the audit keeps it.
///
/// @param pseudonym of who asked; stays when they are erased
/// @param erased whether nobody knows any more who asked: then `content.owner` is the pseudonym
public record StoredRequest(UUID id, UUID pseudonym, boolean erased, AuditRecord content) {}
