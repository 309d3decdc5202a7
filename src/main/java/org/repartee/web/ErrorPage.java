package org.repartee.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// Answers what no resource and no file answered, in the shape of all other errors: the container's
/// own page would tell its version. `web.xml` sends every error here.
@Open(because = "the container tells of errors here, to whom they happened")
@WebServlet(urlPatterns = ErrorPage.PATH, asyncSupported = true)
public final class ErrorPage extends HttpServlet {
    private static final long serialVersionUID = 1L;

    static final String PATH = "/error";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        error(request, response).write(response);
    }

    private static ApiError error(HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure) {
            response.setStatus(500);
            return ErrorMapper.unforeseen(failure, RequestId.of(request));
        }
        var path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        if (path == null) {
            // Somebody asked for this page itself.
            response.setStatus(404);
            return ApiError.invalid(404, "unknown_url", "there is nothing at " + PATH);
        }
        var status = response.getStatus();
        return status == 404
                ? ApiError.invalid(404, "unknown_url", "there is nothing at " + path)
                : ApiError.invalid(status, "http_" + status, "the request to " + path + " failed");
    }
}
