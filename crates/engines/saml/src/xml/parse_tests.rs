use super::*;

#[test]
fn what_is_refused() {
    let deep = format!("{}{}", "<a>".repeat(60), "</a>".repeat(60));
    let attributes: Vec<String> = (0..60).map(|number| format!("a{number}='1'")).collect();
    let wide = format!("<a {}/>", attributes.join(" "));
    let many = format!("<a>{}</a>", "<b/>".repeat(1000));
    for text in [
        "",
        "text",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "<a/>text",
        "<!DOCTYPE a><a/>",
        r#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"#,
        "<a>&x;</a>",
        "<a b='&x;'/>",
        "<a>&#0;</a>",
        "<a>&#xFFFF;</a>",
        "<a>\u{1}</a>",
        "<a><?php x?></a>",
        "<?xml version='1.1'?><a/>",
        "<?xml version='1.0' encoding='UTF-16'?><a/>",
        "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
        " <?xml version='1.0'?><a/>",
        "\u{feff}<a/>",
        "<a b='1' b='2'/>",
        "<a xmlns:x='u' xmlns:y='u' x:b='1' y:b='2'/>",
        "<a b='<'/>",
        "<a b=1/>",
        "<x:a/>",
        "<a x:b='1'/>",
        "<a xmlns:x=''/>",
        "<a xmlns:xmlns='u'/>",
        "<a xmlns:xml='u'/>",
        "<a:b:c xmlns:a='u'/>",
        "<1a/>",
        "<a>]]></a>",
        "<a><!-- -- --></a>",
        &deep,
        &wide,
        &many,
    ] {
        assert!(Element::parse(text.as_bytes(), 1000).is_err(), "{text:.60}");
    }
    let utf16: Vec<u8> = "<a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(Element::parse(&utf16, 1000).is_err());
    assert!(Element::parse(b"<a>\xff</a>", 1000).is_err());
}

#[test]
fn text_is_joined_and_namespaces_are_found() {
    let text = "<?xml version='1.0' encoding='utf-8'?>\n<?style x?><p:a xmlns:p='u' xmlns='d' p:x='&lt;&#10;' y='1'>\
                one &amp; <![CDATA[<two>]]>&#x33;<b xmlns=''/></p:a><!-- after -->";
    let element = Element::parse(text.as_bytes(), 1000).unwrap();
    assert!(element.is("u", "a"));
    assert_eq!(element.children.first(), Some(&Node::Text("one & <two>3".to_owned())));
    assert_eq!(element.elements().next().map(|b| b.namespace.as_str()), Some(""));
    assert_eq!(element.attribute("y"), Some("1"));
    assert_eq!(element.attribute("x"), None, "it has a namespace");
    assert_eq!(element.attributes.first().map(|x| x.value.as_str()), Some("<\n"));
}

#[test]
fn text_that_a_comment_cuts_is_no_text() {
    let element = Element::parse(b"<a>one<!---->two</a>", 1000).unwrap();
    assert_eq!(element.text(), None);
    assert!(element.has_comment());
}
