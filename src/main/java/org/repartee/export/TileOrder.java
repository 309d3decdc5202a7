package org.repartee.export;

/// In which order a tile of 16 rows holds 16 rows of a checkpoint's weight.
enum TileOrder {
    /// Gate and up projections, which alternate row by row in a checkpoint: eight gates, then their
    /// eight ups, so that a thread of the kernel holds both of a unit.
    GATE_UP,

    /// As they come.
    DOWN;

    static final int ROWS = 16;

    /// Which of the checkpoint's 16 rows is row `row` of the tile.
    int source(int row) {
        return switch (this) {
            case GATE_UP -> row < ROWS / 2 ? 2 * row : 2 * (row - ROWS / 2) + 1;
            case DOWN -> row;
        };
    }
}
