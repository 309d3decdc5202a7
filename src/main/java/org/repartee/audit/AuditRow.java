package org.repartee.audit;

import java.util.UUID;

/// A record with its key. The key is made before the first try to write it and grows with time: a
/// repeated try finds what an earlier one stored, and the rows stay in the order of their ends.
record AuditRow(UUID id, AuditRecord content) {}
