package org.repartee.web;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.regex.Pattern;

/// The `x-request-id` of a request: the client's own if it sent a well-formed one, else a new one.
final class RequestId {

    static final String HEADER = "x-request-id";

    private static final String ATTRIBUTE = RequestId.class.getName();
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private RequestId() {}

    static String assign(HttpServletRequest request) {
        var own = request.getHeader(HEADER);
        var id = own != null && WELL_FORMED.matcher(own).matches() ? own : fresh();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    static String fresh() {
        return "req_" + UUID.randomUUID().toString().replace("-", "");
    }

    static String of(ServletRequest request) {
        return String.valueOf(request.getAttribute(ATTRIBUTE));
    }
}
