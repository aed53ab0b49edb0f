//! How long files, `impl` blocks and functions are, how wide structs: lines as they stand, tests left out.

use super::source::Source;
use syn::{spanned::Spanned, visit::Visit};

/// What one source measures; each with the name it is listed under.
#[derive(Default)]
pub struct Sizes {
    /// Lines of each function, from `fn` to its end.
    pub functions: Vec<(String, usize)>,
    /// Lines of each `impl` block.
    pub impls: Vec<(String, usize)>,
    /// Fields of each struct.
    pub structs: Vec<(String, usize)>,
}

/// The sizes of what stands in these files.
pub fn of(sources: &[Source]) -> Sizes {
    let mut measure = Measure { path: String::new(), sizes: Sizes::default() };
    for source in sources {
        measure.path.clone_from(&source.path);
        measure.visit_file(&source.file);
    }
    measure.sizes
}

struct Measure {
    path: String,
    sizes: Sizes,
}

impl Measure {
    fn name(&self, what: &str) -> String {
        format!("{}: {what}", self.path)
    }

    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let lines = block.span().end().line + 1 - signature.span().start().line;
        self.sizes.functions.push((self.name(&signature.ident.to_string()), lines));
    }
}

impl<'ast> Visit<'ast> for Measure {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
        syn::visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
        syn::visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block);
        }
        syn::visit::visit_trait_item_fn(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let of = match &*item.self_ty {
            syn::Type::Path(path) => path.path.segments.last().map_or_else(String::new, |part| part.ident.to_string()),
            _ => "?".to_owned(),
        };
        let lines = item.span().end().line + 1 - item.impl_token.span.start().line;
        self.sizes.impls.push((self.name(&of), lines));
        syn::visit::visit_item_impl(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.sizes.structs.push((self.name(&item.ident.to_string()), item.fields.len()));
    }
}
