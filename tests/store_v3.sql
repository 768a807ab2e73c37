-- A store of schema version 3 with one document and one alert, written by the program of that version and dumped by SQLite; the document is fictional.
BEGIN TRANSACTION;
CREATE TABLE captures (
	digest VARCHAR(64) NOT NULL, 
	entry INTEGER NOT NULL, 
	size INTEGER NOT NULL, 
	media_type TEXT NOT NULL, 
	source TEXT NOT NULL, 
	captured_at VARCHAR(20) NOT NULL, 
	PRIMARY KEY (digest), 
	FOREIGN KEY(entry) REFERENCES entries (seq)
);
INSERT INTO "captures" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',1,10,'application/x-ndjson','corpus.jsonl','2026-11-23T12:00:00Z');
CREATE TABLE documents (
	entry INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	date TEXT NOT NULL, 
	publisher TEXT NOT NULL, 
	title TEXT NOT NULL, 
	url TEXT NOT NULL, 
	language TEXT NOT NULL, 
	side VARCHAR(16) NOT NULL, 
	question_spans TEXT NOT NULL, 
	cut_off VARCHAR(3) DEFAULT '' NOT NULL, 
	characters INTEGER NOT NULL, 
	layer VARCHAR(64) NOT NULL, 
	capture VARCHAR(64) NOT NULL, 
	PRIMARY KEY (entry), 
	UNIQUE (id, version), 
	FOREIGN KEY(entry) REFERENCES entries (seq), 
	FOREIGN KEY(layer) REFERENCES layers (digest), 
	FOREIGN KEY(capture) REFERENCES captures (digest)
);
INSERT INTO "documents" VALUES(2,'mfa:1',1,'2023-06-19','Ministry of Foreign Affairs of Avaria','Readout','https://mfa.example/1','en','ours','[[0,12],[20,30]]','',72,'0636a1cedec71ec9052f310e21deeeff03a4977c864f584564cf2f5b4535cc0a','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
CREATE TABLE entries (
	seq INTEGER NOT NULL, 
	kind VARCHAR(32) NOT NULL, 
	at VARCHAR(20) NOT NULL, 
	body TEXT NOT NULL, 
	previous VARCHAR(64) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (digest)
);
INSERT INTO "entries" VALUES(1,'capture','2026-11-23T12:00:00Z','{"captured_at":"2026-11-23T12:00:00Z","digest":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","media_type":"application/x-ndjson","size":10,"source":"corpus.jsonl"}','0000000000000000000000000000000000000000000000000000000000000000','504f904bd3f2dbe581c3a30be4c976313e3710ed854c55a5d54aa8342bf0739e');
INSERT INTO "entries" VALUES(2,'document','2026-11-23T12:00:00Z','{"capture":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","characters":72,"cut_off":"","date":"2023-06-19","id":"mfa:1","language":"en","layer":"0636a1cedec71ec9052f310e21deeeff03a4977c864f584564cf2f5b4535cc0a","publisher":"Ministry of Foreign Affairs of Avaria","question_spans":"[[0,12],[20,30]]","side":"ours","title":"Readout","url":"https://mfa.example/1","version":1}','504f904bd3f2dbe581c3a30be4c976313e3710ed854c55a5d54aa8342bf0739e','8070ba9cbd3872e45e0c8fb943ba0f0f5aecd75ef9da3733dbbc9dc13a422228');
INSERT INTO "entries" VALUES(3,'alert','2026-11-23T12:00:00Z','{"about":"mfa:1","said":"the page was changed"}','8070ba9cbd3872e45e0c8fb943ba0f0f5aecd75ef9da3733dbbc9dc13a422228','f68e82f5e36632ac8fda3d4754d7d2936fb23aded2d0958b746c74282dc660d2');
CREATE TABLE layers (
	digest VARCHAR(64) NOT NULL, 
	content BLOB NOT NULL, 
	PRIMARY KEY (digest)
);
INSERT INTO "layers" VALUES('0636a1cedec71ec9052f310e21deeeff03a4977c864f584564cf2f5b4535cc0a',X'789C0BC94855F0CDCCCB2C2E492D52284ACC2C4E4D5128018A252716A72AE4A781D925A989C919A9457A5CC160899C1CA09AB4FC22858CCC6285A2D49C54A0523D00A5AE196B');
CREATE TABLE onrecord_store (
	"key" VARCHAR(64) NOT NULL, 
	value VARCHAR(255) NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "onrecord_store" VALUES('schema','3');
INSERT INTO "onrecord_store" VALUES('made_by','onrecord 0.1.0');
CREATE INDEX entries_by_kind ON entries (kind, seq);
CREATE INDEX documents_by_date ON documents (date, id);
CREATE INDEX documents_by_publisher ON documents (publisher);
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries is append-only'); END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries is append-only'); END;
CREATE TRIGGER captures_no_update BEFORE UPDATE ON captures BEGIN SELECT RAISE(ABORT, 'captures is append-only'); END;
CREATE TRIGGER captures_no_delete BEFORE DELETE ON captures BEGIN SELECT RAISE(ABORT, 'captures is append-only'); END;
CREATE TRIGGER layers_no_update BEFORE UPDATE ON layers BEGIN SELECT RAISE(ABORT, 'layers is append-only'); END;
CREATE TRIGGER layers_no_delete BEFORE DELETE ON layers BEGIN SELECT RAISE(ABORT, 'layers is append-only'); END;
CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'documents is append-only'); END;
CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents BEGIN SELECT RAISE(ABORT, 'documents is append-only'); END;
COMMIT;
