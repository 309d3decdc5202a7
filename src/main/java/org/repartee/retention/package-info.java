/// Removes what is too old and what someone wants erased, and hands people their data.
///
/// Each package that stores something about people says so by a bean that is [StoredData]; the jobs
/// here know when, not what. Of several servers on one database one works at a time.
@NullMarked
package org.repartee.retention;

import org.jspecify.annotations.NullMarked;
