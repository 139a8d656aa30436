//! A method that awaits itself, by its name and not by its path.

struct Tree {
    value: u32,
    children: Vec<Tree>,
}

impl Tree {
    #[coro_core::coroutine]
    async fn sum(&self) -> u32 {
        let mut sum = self.value;
        for child in &self.children {
            sum += child.sum().await;
        }
        sum
    }
}

fn main() {
    drop(Tree { value: 1, children: Vec::new() }.sum());
}
