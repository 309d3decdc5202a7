package org.repartee.audit;

import java.util.List;
import java.util.Optional;

/// Some requests, newest first. `next` is the cursor of the following page, absent on the last one.
public record AuditPage(List<StoredRequest> requests, Optional<String> next) {
    public AuditPage {
        requests = List.copyOf(requests);
    }
}
