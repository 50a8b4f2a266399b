//! The door on a real socket: answers, and ends in order.

mod common;

use common::World;
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::oneshot,
};

#[tokio::test]
async fn it_serves_until_it_is_told_to_end() {
    let world = World::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (end, ended) = oneshot::channel::<()>();
    let mut running = tokio::task::JoinSet::new();
    running.spawn(web::serve(web::router(&world.web), web::Door { listener, tls: None }, async move {
        let _told = ended.await;
    }));
    let mut idle = TcpStream::connect(address).await.unwrap();
    let mut asking = TcpStream::connect(address).await.unwrap();
    asking.write_all(b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut text = String::new();
    asking.read_to_string(&mut text).await.unwrap();
    assert!(text.starts_with("HTTP/1.1 200 OK") && text.contains("</html>"), "{text}");
    end.send(()).unwrap();
    let done = tokio::time::timeout(Duration::from_secs(5), running.join_next()).await;
    assert!(matches!(done, Ok(Some(Ok(Ok(()))))), "an idle connection does not keep it");
    let mut rest = vec![];
    assert_eq!(idle.read_to_end(&mut rest).await.unwrap_or_default(), 0);
    assert!(TcpStream::connect(address).await.is_err());
}
