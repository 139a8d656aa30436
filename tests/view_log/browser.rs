//! A real browser, where one is installed: headless Chromium.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{Viewer, append, folder, plain};

/// What the page looks like to the browser, after some seconds of its own time.
fn dom(url: &str, profile: &Path) -> Option<String> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let output = names.iter().find_map(|name| {
        Command::new(name)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--virtual-time-budget=3000", "--dump-dom"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg(url)
            .stdin(Stdio::null())
            .output()
            .ok()
    })?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("text"))
}

#[test]
fn a_browser_shows_a_log_and_the_list() {
    let folder = folder("browser");
    let (log, profile) = (folder.join("logs/app.log"), folder.join("profile"));
    std::fs::create_dir(folder.join("logs")).expect("a folder");
    append(&log, "first <script>document.title = 'wrong'</script>\n\x1b[31mred\x1b[0m\n");
    let viewer = Viewer::new(&[&folder.join("logs")]);
    let url = format!("http://{}{}", viewer.address, log.display());
    let Some(page) = dom(&url, &profile) else { return eprintln!("skipped: no Chromium is installed") };
    let shown = page.split_once("<pre>").and_then(|(_, rest)| rest.split_once("</pre>")).expect("a log").0;
    assert_eq!(plain(shown), "first <script>document.title = 'wrong'</script>\nred\n");
    assert!(shown.contains("<span style=\"color:#cd0000;\">red</span>"), "{shown}");
    assert!(page.contains(&format!("following {}", log.display())), "{page}");
    assert!(page.contains("<title>view_log</title>"), "{page}");
    let page = dom(&format!("http://{}/", viewer.address), &profile).expect("it is installed");
    assert!(page.contains(&format!("<a href=\"{0}\">{0}</a>", log.display())), "{page}");
    let page = dom(&format!("http://{}/etc/passwd", viewer.address), &profile).expect("it is installed");
    assert!(page.contains("/etc/passwd: there is no such log"), "{page}");
    assert!(page.contains("that is all"), "{page}");
}
