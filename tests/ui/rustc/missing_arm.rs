//! An arm is missing in a `match` with a suspension in it.

enum Shape {
    Point,
    Circle(u32),
    Square(u32),
}

#[coro_core::coroutine(yield = u32)]
fn sizes(shape: Shape) {
    match shape {
        Shape::Circle(radius) => yield_!(radius),
        Shape::Point => {}
    }
}

fn main() {
    sizes(Shape::Square(1)).for_each(drop);
    drop((Shape::Point, Shape::Circle(1)));
}
