//! The brackets of well-known text as a tree.

/// Texts are short; a longer one is no coordinate system.
const BYTES_MAX: usize = 32_768;
const DEPTH_MAX: usize = 16;

/// A keyword and what stands in its brackets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Node {
    /// Upper case.
    pub(crate) keyword: String,
    /// Texts without their quotes, numbers and bare words, in order.
    pub(crate) texts: Vec<String>,
    pub(crate) nodes: Vec<Self>,
}

impl Node {
    /// The text at a place; empty where there is none.
    pub(crate) fn text(&self, place: usize) -> &str {
        self.texts.get(place).map_or("", String::as_str)
    }

    pub(crate) fn number(&self, place: usize) -> Result<f64, String> {
        let text = self.text(place);
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        number.ok_or_else(|| format!("{:?} in {} is no number", text, self.keyword))
    }

    /// The first node of one of these keywords right inside.
    pub(crate) fn child(&self, keywords: &[&str]) -> Option<&Self> {
        self.nodes.iter().find(|node| keywords.contains(&node.keyword.as_str()))
    }

    /// The first node of one of these keywords, this one included, in reading order.
    pub(crate) fn find(&self, keywords: &[&str]) -> Option<&Self> {
        if keywords.contains(&self.keyword.as_str()) {
            return Some(self);
        }
        self.nodes.iter().find_map(|node| node.find(keywords))
    }

    /// Every node of this keyword, in reading order.
    pub(crate) fn find_all(&self, keyword: &str) -> Vec<&Self> {
        let mut found: Vec<_> = self.nodes.iter().flat_map(|node| node.find_all(keyword)).collect();
        if self.keyword == keyword {
            found.insert(0, self);
        }
        found
    }
}

/// Reads a text; depth and length are limited, so that walking the tree is safe.
pub(crate) fn parse(text: &str) -> Result<Node, String> {
    let unmatched = || "its brackets do not match".to_owned();
    if text.len() > BYTES_MAX {
        return Err("it is too long for a coordinate system".to_owned());
    }
    let mut open = vec![Node::default()];
    let (mut word, mut quoted) = (String::new(), false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            _ if quoted => word.push(c),
            '[' | '(' => {
                if open.len() > DEPTH_MAX {
                    return Err("it nests too deep for a coordinate system".to_owned());
                }
                let keyword = std::mem::take(&mut word).to_ascii_uppercase();
                open.push(Node { keyword, ..Node::default() });
            }
            ']' | ')' | ',' => {
                let last = open.last_mut().ok_or_else(unmatched)?;
                if !word.is_empty() {
                    last.texts.push(std::mem::take(&mut word));
                }
                if c != ',' {
                    let node = open.pop().ok_or_else(unmatched)?;
                    open.last_mut().ok_or_else(unmatched)?.nodes.push(node);
                }
            }
            c if c.is_whitespace() => {}
            c => word.push(c),
        }
    }
    let mut root = open.pop().filter(|_| open.is_empty()).ok_or_else(unmatched)?;
    if root.nodes.len() == 1 { root.nodes.pop().ok_or_else(unmatched) } else { Err(unmatched()) }
}
