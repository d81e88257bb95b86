//! Reads one file of a dictionary.

use keshu_kernel::Keyed;

use crate::dict::{Dict, DictItem};
use crate::raw::{self, Word, flag, label, word, words};
use crate::yaml::{Mark, Node, Sink, fault};

pub fn read(sink: &Sink, text: &str, tree: &Node, dicts: &mut Keyed<Dict>) {
    let Some(name) = word(tree, "dict") else { return };
    let source = text.lines().next().and_then(|line| line.trim().strip_prefix('#')).map(str::trim);
    let source = source.filter(|line| !line.is_empty()).unwrap_or_else(|| {
        let mark = Mark { line: 1, column: 1, ..tree.mark };
        fault!(
            sink,
            mark,
            "第一行应是注释，写明代码的来源标准",
            "the first line must be a comment that names the source of the codes"
        );
        ""
    });
    let tree_dict = flag(tree, "tree").unwrap_or(false);
    let mut dict = Dict {
        name: name.value.clone(),
        label: label(tree, "label").unwrap_or_default(),
        tree: tree_dict,
        source: source.to_owned(),
        ..Dict::default()
    };
    let nodes = tree.get("items").map(Node::list).unwrap_or_default();
    let mut parents: Vec<(Word, String)> = Vec::new();
    for (place, node) in nodes.iter().enumerate() {
        let Some(code) = word(node, "code") else { continue };
        if code.value.is_empty() || code.value.len() > 64 || code.value.trim() != code.value {
            fault!(
                sink,
                code.mark,
                "代码应为 1 到 64 个字符，首尾无空格",
                "a code has 1 to 64 characters and no blanks at its ends"
            );
        }
        let parent = word(node, "parent");
        if let Some(parent) = &parent {
            if !tree_dict {
                fault!(sink, parent.mark, "不是树形字典，不能有 parent", "only a tree has parents: write tree: true");
            }
            parents.push((parent.clone(), code.value.clone()));
        }
        let item = DictItem {
            label: label(node, "label").unwrap_or_default(),
            parent: parent.map(|parent| parent.value),
            color: word(node, "color").map(|color| color.value),
            active: true,
            order: raw::count(node, "order").unwrap_or(place as i64),
            synonyms: words(node, "synonyms").into_iter().map(|word| word.value).collect(),
            is_final: flag(node, "final").unwrap_or(false),
            code: code.value.clone(),
        };
        if dict.items.insert(code.value.clone(), item).is_some() {
            let code_text = &code.value;
            fault!(sink, code.mark, "代码 {code} 出现了两次", "the code {code} stands twice", code = code_text);
        }
    }
    for (parent, code) in &parents {
        if !dict.items.contains_key(&parent.value) {
            let above = &parent.value;
            fault!(sink, parent.mark, "没有上级代码 {above}", "there is no parent {above}");
        } else if dict.is_below(&parent.value, code) || parent.value == *code {
            fault!(sink, parent.mark, "代码 {code} 的上下级成环", "the parents of {code} form a loop");
        }
    }
    dict.items.sort_by(|_, a, _, b| a.order.cmp(&b.order));
    let key = &name.value;
    if dicts.contains_key(key) {
        fault!(sink, name.mark, "字典 {key} 已经声明", "the dictionary {key} is declared already");
        return;
    }
    dicts.insert(key.clone(), dict);
}
