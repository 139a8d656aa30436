//! stub
use proc_macro2::TokenStream;
/// stub
pub fn attribute(_o: TokenStream, i: TokenStream) -> TokenStream { i }
