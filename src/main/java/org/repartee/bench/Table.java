package org.repartee.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// A table for people: columns of numbers stand to the right, columns without a heading hold words
/// and stand to the left.
public final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public Table(List<String> headings) {
        rows.add(List.copyOf(headings));
    }

    /// Adds a row with as many cells as there are headings.
    public void row(List<String> cells) {
        var columns = rows.getFirst().size();
        if (cells.size() != columns) {
            throw new IllegalArgumentException(
                    "a row must have %d cells, got %s".formatted(columns, cells));
        }
        rows.add(List.copyOf(cells));
    }

    public void print(PrintWriter out) {
        for (var row : rows) {
            var line = new StringBuilder();
            for (var column = 0; column < row.size(); column++) {
                line.append(column == 0 ? "" : GAP).append(padded(row.get(column), column));
            }
            out.println(line.toString().stripTrailing());
        }
        out.flush();
    }

    private String padded(String cell, int column) {
        var padding = " ".repeat(width(column) - cell.length());
        return rows.getFirst().get(column).isBlank() ? cell + padding : padding + cell;
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
