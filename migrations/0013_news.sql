-- No question is asked of news by its matter.
DROP INDEX news_stream;
