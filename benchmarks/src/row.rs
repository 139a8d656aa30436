//! A row of the tables: one body, and each column's implementation of it.

use crate::driver::{Value, drain};

/// Who made the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// A struct or enum, as a good engineer writes it.
    HandWritten,
    /// `#[coroutine]`.
    Ours,
    /// The compiler's own coroutines.
    Native,
    /// The crate `diapause`: an enum made by a macro.
    Diapause,
    /// The crate `genawaiter`: an `async` block that lies on the stack.
    Genawaiter,
    /// The crate `corosensei`: a stack for each coroutine.
    Corosensei,
}

impl Column {
    /// All of them, in the order of the tables.
    pub const ALL: [Column; 6] = [
        Column::HandWritten,
        Column::Ours,
        Column::Native,
        Column::Diapause,
        Column::Genawaiter,
        Column::Corosensei,
    ];

    /// Its name in tables, on command lines and in criterion's folders.
    pub const fn name(self) -> &'static str {
        match self {
            Column::HandWritten => "hand-written",
            Column::Ours => "ours",
            Column::Native => "native",
            Column::Diapause => "diapause",
            Column::Genawaiter => "genawaiter",
            Column::Corosensei => "corosensei",
        }
    }
}

/// One column's implementation of a row.
pub struct Implementation {
    /// Whose it is.
    pub column: Column,
    run: Box<dyn Fn(u64) -> u64>,
    size: Option<Box<dyn Fn() -> usize>>,
}

impl Implementation {
    /// A machine that only yields: it is drained.
    pub fn yielding<M>(column: Column, make: impl Fn(u64) -> M + Copy + 'static) -> Self
    where
        M: IntoIterator<Item: Value>,
    {
        Self::driven(column, move |work| drain(make(work)), make)
    }

    /// A machine that `run` makes and drives. `make` only serves to measure it.
    pub fn driven<M>(
        column: Column,
        run: impl Fn(u64) -> u64 + 'static,
        make: impl Fn(u64) -> M + 'static,
    ) -> Self {
        Implementation { column, run: Box::new(run), size: Some(Box::new(move || size_of_val(&make(1)))) }
    }

    /// A machine that does not come as a value with a size of its own.
    pub fn opaque(column: Column, run: impl Fn(u64) -> u64 + 'static) -> Self {
        Implementation { column, run: Box::new(run), size: None }
    }

    /// Makes the machine, drives it to completion, and returns the checksum of what it yielded.
    pub fn run(&self, work: u64) -> u64 {
        (self.run)(work)
    }

    /// The machine's size in bytes, where it is a value.
    pub fn size(&self) -> Option<usize> {
        self.size.as_ref().map(|size| size())
    }
}

/// One body, and its implementations.
pub struct Row {
    /// Its name in tables, on command lines and in criterion's folders.
    pub name: &'static str,
    /// The work of one measurement. What it counts is up to the row.
    pub work: u64,
    /// How many values this much work yields.
    pub yields: fn(u64) -> u64,
    /// Who implements it.
    pub implementations: Vec<Implementation>,
}

impl Row {
    /// One column's implementation, if this build has it.
    pub fn implementation(&self, column: Column) -> Option<&Implementation> {
        self.implementations.iter().find(|implementation| implementation.column == column)
    }
}
