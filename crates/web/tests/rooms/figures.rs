use crate::{common::Browser, county};
use casework::petition::{model::Channel, register::Told};

async fn body(browser: &mut Browser, path: &str) -> String {
    browser.get(path).await.body
}

/// The number behind a link.
fn number(page: &str, within: &str) -> i64 {
    // The last one: median and ninetieth percentile link to a limit too, and stand above the table.
    let link = page.split(&format!("cases?within={within}&amp;")).last().unwrap();
    let text = link.split('>').nth(if link.split('>').nth(1).unwrap().starts_with('<') { 2 } else { 1 }).unwrap();
    text.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

#[tokio::test]
async fn every_number_opens_to_the_cases_that_it_counts() {
    for world in county::each().await {
        let day = |text: &str| text.parse::<kernel::Day>().unwrap();
        // Answered after 0, 15, 16 and 40 days, and one not at all.
        for (received, waits, title) in
            [("2025-10-28", 0, "零天的"), ("2025-10-13", 15, "十五天的"), ("2025-10-12", 16, "十六天的"), ("2025-09-18", 40, "四十天的")]
        {
            assert_eq!(day(received).days_until(world.house.today()), waits);
            let told = Told { channel: Some(Channel::Letter), received_on: Some(day(received)), title: title.to_owned(), ..county::drain() };
            let receipt = county::tell(&world, 31, &told).await;
            county::accept(&world, receipt.stream).await;
            county::answer(&world, receipt.stream).await;
        }
        county::tell(&world, 31, &Told { title: "没有答复的".to_owned(), ..county::drain() }).await;
        let mut clerk = county::at_work(&world, "qianyuexian").await;
        let page = body(&mut clerk, "/desk/figures/replies?from=2025-01-01&to=2025-10-28").await;
        for (within, count) in [("asked", 5), ("answered", 4), ("unanswered", 1), ("15", 2), ("30", 3), ("60", 4), ("90", 4)] {
            assert_eq!(number(&page, within), count, "{within}");
            let list = body(&mut clerk, &format!("/desk/figures/replies/cases?within={within}&from=2025-01-01&to=2025-10-28")).await;
            assert_eq!(i64::try_from(list.matches("<th scope=\"row\">").count()).unwrap(), count, "{within} opens to its cases");
        }
        for text in ["40.00 %", "60.00 %", "80.00 %", "15.5", "怎么算的", "第三十四条"] {
            assert!(page.contains(text), "{text} is not on the page");
        }
        let list = body(&mut clerk, "/desk/figures/replies/cases?within=15&from=2025-01-01&to=2025-10-28").await;
        assert!(list.contains("零天的") && list.contains("十五天的") && !list.contains("十六天的"));
        let short = body(&mut clerk, "/desk/figures/replies?from=2024-01-01&to=2024-12-31").await;
        assert!(short.contains('—') && !short.contains("NaN"), "nothing to divide by");
        let mut neighbour = county::at_work(&world, "yaolinren").await;
        assert_eq!(number(&body(&mut neighbour, "/desk/figures/replies?from=2025-01-01&to=2025-10-28").await, "asked"), 0, "over what he sees");
        assert!(body(&mut clerk, "/desk/figures").await.contains("80.00 %"));
    }
}
