//! Keeps shapes.

use std::collections::{HashMap, hash_map::{self, Entry as Slot}};
use crate::io::*;
extern crate serde;

/// Most sides of a shape.
pub const MAX_SIDES: usize = 12;
static mut COUNT: u32 = 0;
pub type Pair<T> = (T, T);

/// A shape.
///
/// With sides.
#[derive(Debug, Clone)]
pub struct Shape<T> {
    /// How many.
    pub sides: usize,
    weight: T,
}

struct Unit;
pub struct Wrapper(pub f64);

pub enum Color {
    /// Warm.
    Red,
    Rgb { r: u8, g: u8 },
    Named(String),
}

pub trait Area {
    const UNIT: &'static str;
    type Output;
    fn area(&self) -> Self::Output;
    fn twice(&self) -> f64 { 2.0 }
}

impl<T> Shape<T> {
    /// Makes one.
    pub async fn new(sides: usize, weight: T) -> Self {
        fn helper() {}
        let local = |x: u32| x + 1;
        Shape { sides, weight }
    }

    pub(crate) fn inner(&self) {}
    fn hidden(&self) {}
}

impl<T: Into<f64>> Area for Shape<T> {
    const UNIT: &'static str = "m2";
    type Output = f64;
    fn area(&self) -> f64 { 1.0 }
}

pub mod nested {
    pub fn open() {}
    fn closed() {}
    pub struct Deep;
    impl Deep {
        pub fn dive(&self) {}
    }
}

#[macro_export]
macro_rules! square {
    ($x:expr) => { $x * $x };
}

extern "C" {
    pub fn abs(value: i32) -> i32;
}

pub union Bits { word: u32, float: f32 }

#[cfg(test)]
mod tests {
    #[test]
    fn squares() {}
}
