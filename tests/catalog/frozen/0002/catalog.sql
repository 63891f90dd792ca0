BEGIN TRANSACTION;
CREATE TABLE "Asset_Role" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"ID" TEXT NOT NULL, 
	"URI" TEXT NOT NULL, 
	"Name" TEXT NOT NULL, 
	"Description" TEXT NOT NULL, 
	"Synonyms" JSON, 
	CONSTRAINT "Asset_Role_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Asset_Role_ID_key" UNIQUE ("ID"), 
	CONSTRAINT "Asset_Role_Name_key" UNIQUE ("Name"), 
	CONSTRAINT "Asset_Role_URI_key" UNIQUE ("URI")
);
INSERT INTO "Asset_Role" VALUES('1-000Z','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000Z','/id/1-000Z','Input','The execution read the asset','[]');
INSERT INTO "Asset_Role" VALUES('1-0010','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0010','/id/1-0010','Output','The execution made the asset','[]');
CREATE TABLE "Asset_Type" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"ID" TEXT NOT NULL, 
	"URI" TEXT NOT NULL, 
	"Name" TEXT NOT NULL, 
	"Description" TEXT NOT NULL, 
	"Synonyms" JSON, 
	CONSTRAINT "Asset_Type_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Asset_Type_ID_key" UNIQUE ("ID"), 
	CONSTRAINT "Asset_Type_Name_key" UNIQUE ("Name"), 
	CONSTRAINT "Asset_Type_URI_key" UNIQUE ("URI")
);
INSERT INTO "Asset_Type" VALUES('1-000K','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000K','/id/1-000K','Execution_Config','Configuration of an execution','[]');
INSERT INTO "Asset_Type" VALUES('1-000M','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000M','/id/1-000M','Runtime_Env','Environment that an execution ran in','[]');
INSERT INTO "Asset_Type" VALUES('1-000N','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000N','/id/1-000N','Hydra_Config','Configuration written by Hydra','[]');
INSERT INTO "Asset_Type" VALUES('1-000P','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000P','/id/1-000P','Deriva_Config','Inputs and parameters of an execution','[]');
INSERT INTO "Asset_Type" VALUES('1-000Q','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000Q','/id/1-000Q','Metrics_File','Metrics of a run, one record to a line','[]');
INSERT INTO "Asset_Type" VALUES('1-000R','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000R','/id/1-000R','Execution_Metadata','File about an execution','[]');
INSERT INTO "Asset_Type" VALUES('1-000S','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000S','/id/1-000S','Execution_Asset','File that an execution made','[]');
INSERT INTO "Asset_Type" VALUES('1-000T','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000T','/id/1-000T','File','File of any kind','[]');
INSERT INTO "Asset_Type" VALUES('1-000V','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000V','/id/1-000V','Input_File','File that an execution read','[]');
INSERT INTO "Asset_Type" VALUES('1-000W','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000W','/id/1-000W','Output_File','File that an execution wrote','[]');
INSERT INTO "Asset_Type" VALUES('1-000X','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000X','/id/1-000X','Model_File','Trained model','[]');
INSERT INTO "Asset_Type" VALUES('1-000Y','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000Y','/id/1-000Y','Notebook_Output','Executed notebook','[]');
INSERT INTO "Asset_Type" VALUES('1-001B','2026-11-21T16:47:28.238555+00:00','2026-11-21T16:47:28.238555+00:00','ada','ada',4,'muniment:1-001B','/id/1-001B','Thumbnail','Small picture','[]');
INSERT INTO "Asset_Type" VALUES('1-001P','2026-11-21T16:47:28.589037+00:00','2026-11-21T16:47:28.589037+00:00','ada','ada',16,'muniment:1-001P','/id/1-001P','Image','A file of the table Image','[]');
CREATE TABLE "Dataset" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Description" TEXT, 
	"Deleted" BOOLEAN, 
	"Version" TEXT, 
	CONSTRAINT "Dataset_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Dataset_Version_fkey" FOREIGN KEY("Version") REFERENCES "Dataset_Version" ("RID")
);
INSERT INTO "Dataset" VALUES('1-0026','2026-11-21T16:47:29.808996+00:00','2026-11-21T16:47:29.896863+00:00','ada','ada',28,'inner',0,'1-002C');
INSERT INTO "Dataset" VALUES('1-002D','2026-11-21T16:47:29.920636+00:00','2026-11-21T16:47:29.940181+00:00','ada','ada',31,'outer',0,'1-002M');
INSERT INTO "Dataset" VALUES('1-002N','2026-11-21T16:47:29.949821+00:00','2026-11-21T16:47:29.954339+00:00','ada','ada',33,'deleted',1,'1-002P');
CREATE TABLE "Dataset_Dataset" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Dataset" TEXT NOT NULL, 
	"Nested_Dataset" TEXT NOT NULL, 
	CONSTRAINT "Dataset_Dataset_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Dataset_Dataset_Dataset_fkey" FOREIGN KEY("Dataset") REFERENCES "Dataset" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Dataset_Dataset_Nested_Dataset_fkey" FOREIGN KEY("Nested_Dataset") REFERENCES "Dataset" ("RID"), 
	CONSTRAINT "Dataset_Dataset_Dataset_Nested_Dataset_key" UNIQUE ("Dataset", "Nested_Dataset")
);
INSERT INTO "Dataset_Dataset" VALUES('1-002F','2026-11-21T16:47:29.940181+00:00','2026-11-21T16:47:29.940181+00:00','ada','ada',31,'1-002D','1-0026');
CREATE TABLE "Dataset_Dataset_Type" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Dataset" TEXT NOT NULL, 
	"Dataset_Type" TEXT NOT NULL, 
	CONSTRAINT "Dataset_Dataset_Type_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Dataset_Dataset_Type_Dataset_fkey" FOREIGN KEY("Dataset") REFERENCES "Dataset" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Dataset_Dataset_Type_Dataset_Type_fkey" FOREIGN KEY("Dataset_Type") REFERENCES "Dataset_Type" ("Name"), 
	CONSTRAINT "Dataset_Dataset_Type_Dataset_Dataset_Type_key" UNIQUE ("Dataset", "Dataset_Type")
);
INSERT INTO "Dataset_Dataset_Type" VALUES('1-0028','2026-11-21T16:47:29.808996+00:00','2026-11-21T16:47:29.808996+00:00','ada','ada',27,'1-0026','Training');
CREATE TABLE "Dataset_Execution" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Dataset" TEXT NOT NULL, 
	"Execution" TEXT NOT NULL, 
	"Dataset_Version" TEXT, 
	CONSTRAINT "Dataset_Execution_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Dataset_Execution_Dataset_fkey" FOREIGN KEY("Dataset") REFERENCES "Dataset" ("RID"), 
	CONSTRAINT "Dataset_Execution_Dataset_Version_fkey" FOREIGN KEY("Dataset_Version") REFERENCES "Dataset_Version" ("RID"), 
	CONSTRAINT "Dataset_Execution_Execution_fkey" FOREIGN KEY("Execution") REFERENCES "Execution" ("RID"), 
	CONSTRAINT "Dataset_Execution_Dataset_Execution_Dataset_Version_key" UNIQUE ("Dataset", "Execution", "Dataset_Version")
);
INSERT INTO "Dataset_Execution" VALUES('1-002R','2026-11-21T16:47:29.987271+00:00','2026-11-21T16:47:29.987271+00:00','ada','ada',34,'1-0026','1-002Q','1-002C');
CREATE TABLE "Dataset_File" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Dataset" TEXT NOT NULL, 
	"File" TEXT NOT NULL, 
	CONSTRAINT "Dataset_File_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Dataset_File_Dataset_fkey" FOREIGN KEY("Dataset") REFERENCES "Dataset" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Dataset_File_File_fkey" FOREIGN KEY("File") REFERENCES "File" ("RID"), 
	CONSTRAINT "Dataset_File_Dataset_File_key" UNIQUE ("Dataset", "File")
);
CREATE TABLE "Dataset_Image" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Dataset" TEXT NOT NULL, 
	"Image" TEXT NOT NULL, 
	CONSTRAINT "Dataset_Image_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Dataset_Image_Image_fkey" FOREIGN KEY("Image") REFERENCES "Image" ("RID"), 
	CONSTRAINT "Dataset_Image_Dataset_Image_key" UNIQUE ("Dataset", "Image"), 
	CONSTRAINT "Dataset_Image_Dataset_fkey" FOREIGN KEY("Dataset") REFERENCES "Dataset" ("RID") ON DELETE CASCADE
);
INSERT INTO "Dataset_Image" VALUES('1-0029','2026-11-21T16:47:29.896863+00:00','2026-11-21T16:47:29.896863+00:00','ada','ada',28,'1-0026','1-001T');
INSERT INTO "Dataset_Image" VALUES('1-002A','2026-11-21T16:47:29.896863+00:00','2026-11-21T16:47:29.896863+00:00','ada','ada',28,'1-0026','1-001V');
INSERT INTO "Dataset_Image" VALUES('1-002B','2026-11-21T16:47:29.896863+00:00','2026-11-21T16:47:29.896863+00:00','ada','ada',28,'1-0026','1-001W');
CREATE TABLE "Dataset_Subject" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Dataset" TEXT NOT NULL, 
	"Subject" TEXT NOT NULL, 
	CONSTRAINT "Dataset_Subject_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Dataset_Subject_Dataset_fkey" FOREIGN KEY("Dataset") REFERENCES "Dataset" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Dataset_Subject_Subject_fkey" FOREIGN KEY("Subject") REFERENCES "Subject" ("RID"), 
	CONSTRAINT "Dataset_Subject_Dataset_Subject_key" UNIQUE ("Dataset", "Subject")
);
INSERT INTO "Dataset_Subject" VALUES('1-002K','2026-11-21T16:47:29.940181+00:00','2026-11-21T16:47:29.940181+00:00','ada','ada',31,'1-002D','1-001C');
CREATE TABLE "Dataset_Type" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"ID" TEXT NOT NULL, 
	"URI" TEXT NOT NULL, 
	"Name" TEXT NOT NULL, 
	"Description" TEXT NOT NULL, 
	"Synonyms" JSON, 
	CONSTRAINT "Dataset_Type_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Dataset_Type_ID_key" UNIQUE ("ID"), 
	CONSTRAINT "Dataset_Type_Name_key" UNIQUE ("Name"), 
	CONSTRAINT "Dataset_Type_URI_key" UNIQUE ("URI")
);
INSERT INTO "Dataset_Type" VALUES('1-0001','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0001','/id/1-0001','Complete','All the data there is','[]');
INSERT INTO "Dataset_Type" VALUES('1-0002','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0002','/id/1-0002','File','A set of files','[]');
INSERT INTO "Dataset_Type" VALUES('1-0003','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0003','/id/1-0003','Directory','The files of a directory','[]');
INSERT INTO "Dataset_Type" VALUES('1-0004','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0004','/id/1-0004','Training','Data to train a model on','[]');
INSERT INTO "Dataset_Type" VALUES('1-0005','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0005','/id/1-0005','Testing','Data to test a trained model on','[]');
INSERT INTO "Dataset_Type" VALUES('1-0006','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0006','/id/1-0006','Validation','Data to choose between models with','[]');
INSERT INTO "Dataset_Type" VALUES('1-0007','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0007','/id/1-0007','Split','A dataset whose members are the parts of a split','[]');
INSERT INTO "Dataset_Type" VALUES('1-0008','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0008','/id/1-0008','Labeled','Data with labels','[]');
INSERT INTO "Dataset_Type" VALUES('1-0009','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0009','/id/1-0009','Unlabeled','Data without labels','[]');
CREATE TABLE "Dataset_Version" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Version" TEXT NOT NULL, 
	"Description" TEXT, 
	"Dataset" TEXT NOT NULL, 
	"Execution" TEXT, 
	"Minid" TEXT, 
	"Minid_Spec_Hash" TEXT, 
	"Snapshot" TEXT, 
	CONSTRAINT "Dataset_Version_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Dataset_Version_Dataset_fkey" FOREIGN KEY("Dataset") REFERENCES "Dataset" ("RID"), 
	CONSTRAINT "Dataset_Version_Execution_fkey" FOREIGN KEY("Execution") REFERENCES "Execution" ("RID"), 
	CONSTRAINT "Dataset_Version_Dataset_Version_key" UNIQUE ("Dataset", "Version")
);
INSERT INTO "Dataset_Version" VALUES('1-0027','2026-11-21T16:47:29.808996+00:00','2026-11-21T16:47:29.808996+00:00','ada','ada',27,'0.1.0','inner','1-0026',NULL,NULL,NULL,'27');
INSERT INTO "Dataset_Version" VALUES('1-002C','2026-11-21T16:47:29.896863+00:00','2026-11-21T16:47:29.911942+00:00','ada','ada',29,'0.2.0','with images','1-0026',NULL,NULL,NULL,'29');
INSERT INTO "Dataset_Version" VALUES('1-002E','2026-11-21T16:47:29.920636+00:00','2026-11-21T16:47:29.920636+00:00','ada','ada',30,'0.1.0','outer','1-002D',NULL,NULL,NULL,'30');
INSERT INTO "Dataset_Version" VALUES('1-002M','2026-11-21T16:47:29.940181+00:00','2026-11-21T16:47:29.940181+00:00','ada','ada',31,'0.1.0.post1.dev1','','1-002D',NULL,NULL,NULL,NULL);
INSERT INTO "Dataset_Version" VALUES('1-002P','2026-11-21T16:47:29.949821+00:00','2026-11-21T16:47:29.949821+00:00','ada','ada',32,'0.1.0','deleted','1-002N',NULL,NULL,NULL,'32');
CREATE TABLE "Dataset_Visit" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Dataset" TEXT NOT NULL, 
	"Visit" TEXT NOT NULL, 
	CONSTRAINT "Dataset_Visit_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Dataset_Visit_Dataset_fkey" FOREIGN KEY("Dataset") REFERENCES "Dataset" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Dataset_Visit_Dataset_Visit_key" UNIQUE ("Dataset", "Visit"), 
	CONSTRAINT "Dataset_Visit_Visit_fkey" FOREIGN KEY("Visit") REFERENCES "Visit" ("RID")
);
INSERT INTO "Dataset_Visit" VALUES('1-002G','2026-11-21T16:47:29.940181+00:00','2026-11-21T16:47:29.940181+00:00','ada','ada',31,'1-002D','1-001G');
INSERT INTO "Dataset_Visit" VALUES('1-002H','2026-11-21T16:47:29.940181+00:00','2026-11-21T16:47:29.940181+00:00','ada','ada',31,'1-002D','1-001H');
INSERT INTO "Dataset_Visit" VALUES('1-002J','2026-11-21T16:47:29.940181+00:00','2026-11-21T16:47:29.940181+00:00','ada','ada',31,'1-002D','1-001J');
CREATE TABLE "Directory_Dataset" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Dataset" TEXT NOT NULL, 
	"Path" TEXT, 
	CONSTRAINT "Directory_Dataset_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Directory_Dataset_Dataset_fkey" FOREIGN KEY("Dataset") REFERENCES "Dataset" ("RID"), 
	CONSTRAINT "Directory_Dataset_Dataset_key" UNIQUE ("Dataset")
);
CREATE TABLE "Every Type" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"A text" TEXT, 
	"A markdown" TEXT, 
	"A longtext" TEXT, 
	"A gene_sequence" TEXT, 
	"A color_rgb_hex" TEXT, 
	"A int2" SMALLINT, 
	"A int4" INTEGER, 
	"A int8" BIGINT, 
	"A float4" REAL, 
	"A float8" FLOAT, 
	"A boolean" BOOLEAN, 
	"A date" DATE, 
	"A timestamp" TIMESTAMP, 
	"A timestamptz" TIMESTAMPTZ, 
	"A json" JSON, 
	"A jsonb" JSON, 
	"A text_array" JSON, 
	CONSTRAINT "Every Type_pkey" PRIMARY KEY ("RID")
);
INSERT INTO "Every Type" VALUES('1-001K','2026-11-21T16:47:28.452371+00:00','2026-11-21T16:47:28.452371+00:00','ada','ada',12,'x
''y''','x
''y''','x
''y''','x
''y''','x
''y''',7,-70000,1152921504606846976,0.5,0.1,1,'2026-01-02','2026-01-02T03:04:05.678901','2026-01-02T01:04:05.678901+00:00','{"a": [1, null]}','[{"b": 0.1}]','["a", "b, c"]');
INSERT INTO "Every Type" VALUES('1-001M','2026-11-21T16:47:28.452371+00:00','2026-11-21T16:47:28.452371+00:00','ada','ada',12,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE "Execution" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Workflow" TEXT, 
	"Description" TEXT, 
	"Execution_Duration" TEXT, 
	"Download_Duration" TEXT, 
	"Upload_Duration" TEXT, 
	"Status" TEXT, 
	"Status_Detail" TEXT, 
	"Start_Time" TIMESTAMPTZ, 
	"Stop_Time" TIMESTAMPTZ, 
	"Configuration" JSON, 
	CONSTRAINT "Execution_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Execution_Status_fkey" FOREIGN KEY("Status") REFERENCES "Execution_Status" ("Name"), 
	CONSTRAINT "Execution_Workflow_fkey" FOREIGN KEY("Workflow") REFERENCES "Workflow" ("RID")
);
INSERT INTO "Execution" VALUES('1-0019','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'1-0018','Where an asset comes from that no known execution made',NULL,NULL,NULL,'Aborted',NULL,NULL,NULL,NULL);
INSERT INTO "Execution" VALUES('1-001S','2026-11-21T16:47:29.329074+00:00','2026-11-21T16:47:29.520515+00:00','ada','ada',23,'1-001Q','first','0H 0min 0.0795sec',NULL,'0H 0min 0.0606sec','Uploaded',NULL,'2026-11-21T16:47:29.343133+00:00','2026-11-21T16:47:29.422637+00:00','{"datasets": [], "assets": [], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/a5d44d606abaceef531bbd30d4bf50f6bc3211ac/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "a5d44d606abaceef531bbd30d4bf50f6bc3211ac", "branch": "master", "version": "a5d44d6", "changes": [], "is_committed": true, "problems": []}}');
INSERT INTO "Execution" VALUES('1-002Q','2026-11-21T16:47:29.987271+00:00','2026-11-21T16:47:30.017211+00:00','ada','ada',38,'1-001Q','','0H 0min 0.0098sec',NULL,'0H 0min 0.0124sec','Uploaded',NULL,'2026-11-21T16:47:29.994079+00:00','2026-11-21T16:47:30.003863+00:00','{"datasets": [{"rid": "1-0026", "version": "0.2.0", "materialize": true, "exclude_tables": [], "description": ""}], "assets": [{"rid": "1-001T", "cache": false}], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/a5d44d606abaceef531bbd30d4bf50f6bc3211ac/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "a5d44d606abaceef531bbd30d4bf50f6bc3211ac", "branch": "master", "version": "a5d44d6", "changes": [], "is_committed": true, "problems": []}}');
INSERT INTO "Execution" VALUES('1-0032','2026-11-21T16:47:30.221463+00:00','2026-11-21T16:47:30.230877+00:00','ada','ada',49,'1-001Q','fails','0H 0min 0.0038sec',NULL,NULL,'Failed','ZeroDivisionError: division by zero','2026-11-21T16:47:30.227040+00:00','2026-11-21T16:47:30.230877+00:00','{"datasets": [], "assets": [], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/a5d44d606abaceef531bbd30d4bf50f6bc3211ac/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "a5d44d606abaceef531bbd30d4bf50f6bc3211ac", "branch": "master", "version": "a5d44d6", "changes": [], "is_committed": true, "problems": []}}');
CREATE TABLE "Execution_Asset" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"URL" TEXT NOT NULL, 
	"Filename" TEXT, 
	"Description" TEXT, 
	"Length" BIGINT NOT NULL, 
	"MD5" TEXT NOT NULL, 
	"SHA256" TEXT, 
	CONSTRAINT "Execution_Asset_pkey" PRIMARY KEY ("RID")
);
INSERT INTO "Execution_Asset" VALUES('1-002T','2026-11-21T16:47:30.017211+00:00','2026-11-21T16:47:30.017211+00:00','ada','ada',38,'/objects/49/492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470','table.csv','measured',8,'e5ebd4c02cefbe7955977c67ada242b7','492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470');
CREATE TABLE "Execution_Asset_Asset_Type" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Execution_Asset" TEXT NOT NULL, 
	"Asset_Type" TEXT NOT NULL, 
	CONSTRAINT "Execution_Asset_Asset_Type_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Execution_Asset_Asset_Type_Asset_Type_fkey" FOREIGN KEY("Asset_Type") REFERENCES "Asset_Type" ("Name"), 
	CONSTRAINT "Execution_Asset_Asset_Type_Execution_Asset_fkey" FOREIGN KEY("Execution_Asset") REFERENCES "Execution_Asset" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Execution_Asset_Asset_Type_Execution_Asset_Asset_Type_key" UNIQUE ("Execution_Asset", "Asset_Type")
);
INSERT INTO "Execution_Asset_Asset_Type" VALUES('1-002V','2026-11-21T16:47:30.017211+00:00','2026-11-21T16:47:30.017211+00:00','ada','ada',38,'1-002T','Execution_Asset');
CREATE TABLE "Execution_Asset_Execution" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Execution_Asset" TEXT NOT NULL, 
	"Execution" TEXT NOT NULL, 
	"Asset_Role" TEXT, 
	CONSTRAINT "Execution_Asset_Execution_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Execution_Asset_Execution_Asset_Role_fkey" FOREIGN KEY("Asset_Role") REFERENCES "Asset_Role" ("Name"), 
	CONSTRAINT "Execution_Asset_Execution_Execution_fkey" FOREIGN KEY("Execution") REFERENCES "Execution" ("RID"), 
	CONSTRAINT "Execution_Asset_Execution_Execution_Asset_fkey" FOREIGN KEY("Execution_Asset") REFERENCES "Execution_Asset" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Execution_Asset_Execution_Execution_Asset_Execution_Asset_Role_key" UNIQUE ("Execution_Asset", "Execution", "Asset_Role")
);
INSERT INTO "Execution_Asset_Execution" VALUES('1-002W','2026-11-21T16:47:30.017211+00:00','2026-11-21T16:47:30.017211+00:00','ada','ada',38,'1-002T','1-002Q','Output');
CREATE TABLE "Execution_Execution" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Execution" TEXT NOT NULL, 
	"Nested_Execution" TEXT NOT NULL, 
	"Sequence" INTEGER, 
	CONSTRAINT "Execution_Execution_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Execution_Execution_Execution_fkey" FOREIGN KEY("Execution") REFERENCES "Execution" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Execution_Execution_Nested_Execution_fkey" FOREIGN KEY("Nested_Execution") REFERENCES "Execution" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Execution_Execution_Execution_Nested_Execution_key" UNIQUE ("Execution", "Nested_Execution")
);
CREATE TABLE "Execution_Metadata" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"URL" TEXT NOT NULL, 
	"Filename" TEXT, 
	"Description" TEXT, 
	"Length" BIGINT NOT NULL, 
	"MD5" TEXT NOT NULL, 
	"SHA256" TEXT, 
	CONSTRAINT "Execution_Metadata_pkey" PRIMARY KEY ("RID")
);
CREATE TABLE "Execution_Metadata_Asset_Type" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Execution_Metadata" TEXT NOT NULL, 
	"Asset_Type" TEXT NOT NULL, 
	CONSTRAINT "Execution_Metadata_Asset_Type_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Execution_Metadata_Asset_Type_Asset_Type_fkey" FOREIGN KEY("Asset_Type") REFERENCES "Asset_Type" ("Name"), 
	CONSTRAINT "Execution_Metadata_Asset_Type_Execution_Metadata_fkey" FOREIGN KEY("Execution_Metadata") REFERENCES "Execution_Metadata" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Execution_Metadata_Asset_Type_Execution_Metadata_Asset_Type_key" UNIQUE ("Execution_Metadata", "Asset_Type")
);
CREATE TABLE "Execution_Metadata_Execution" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Execution_Metadata" TEXT NOT NULL, 
	"Execution" TEXT NOT NULL, 
	"Asset_Role" TEXT, 
	CONSTRAINT "Execution_Metadata_Execution_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Execution_Metadata_Execution_Asset_Role_fkey" FOREIGN KEY("Asset_Role") REFERENCES "Asset_Role" ("Name"), 
	CONSTRAINT "Execution_Metadata_Execution_Execution_fkey" FOREIGN KEY("Execution") REFERENCES "Execution" ("RID"), 
	CONSTRAINT "Execution_Metadata_Execution_Execution_Metadata_fkey" FOREIGN KEY("Execution_Metadata") REFERENCES "Execution_Metadata" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Execution_Metadata_Execution_Execution_Metadata_Execution_Asset_Role_key" UNIQUE ("Execution_Metadata", "Execution", "Asset_Role")
);
CREATE TABLE "Execution_Status" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"ID" TEXT NOT NULL, 
	"URI" TEXT NOT NULL, 
	"Name" TEXT NOT NULL, 
	"Description" TEXT NOT NULL, 
	"Synonyms" JSON, 
	CONSTRAINT "Execution_Status_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Execution_Status_ID_key" UNIQUE ("ID"), 
	CONSTRAINT "Execution_Status_Name_key" UNIQUE ("Name"), 
	CONSTRAINT "Execution_Status_URI_key" UNIQUE ("URI")
);
INSERT INTO "Execution_Status" VALUES('1-0011','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0011','/id/1-0011','Created','The execution is known, its code has not started','[]');
INSERT INTO "Execution_Status" VALUES('1-0012','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0012','/id/1-0012','Running','The code is running','[]');
INSERT INTO "Execution_Status" VALUES('1-0013','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0013','/id/1-0013','Stopped','The code has ended, its outputs are not uploaded','[]');
INSERT INTO "Execution_Status" VALUES('1-0014','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0014','/id/1-0014','Failed','The code or the upload ended with an error','[]');
INSERT INTO "Execution_Status" VALUES('1-0015','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0015','/id/1-0015','Pending_Upload','The outputs are being uploaded','[]');
INSERT INTO "Execution_Status" VALUES('1-0016','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0016','/id/1-0016','Uploaded','The outputs are in the catalog','[]');
INSERT INTO "Execution_Status" VALUES('1-0017','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-0017','/id/1-0017','Aborted','The execution was given up','[]');
CREATE TABLE "Feature_Name" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"ID" TEXT NOT NULL, 
	"URI" TEXT NOT NULL, 
	"Name" TEXT NOT NULL, 
	"Description" TEXT NOT NULL, 
	"Synonyms" JSON, 
	CONSTRAINT "Feature_Name_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Feature_Name_ID_key" UNIQUE ("ID"), 
	CONSTRAINT "Feature_Name_Name_key" UNIQUE ("Name"), 
	CONSTRAINT "Feature_Name_URI_key" UNIQUE ("URI")
);
CREATE TABLE "File" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"URL" TEXT NOT NULL, 
	"Filename" TEXT, 
	"Description" TEXT, 
	"Length" BIGINT NOT NULL, 
	"MD5" TEXT NOT NULL, 
	"SHA256" TEXT, 
	CONSTRAINT "File_pkey" PRIMARY KEY ("RID")
);
INSERT INTO "File" VALUES('1-002X','2026-11-21T16:47:30.034692+00:00','2026-11-21T16:47:30.034692+00:00','ada','ada',39,'/objects/22/221079978212c6deaa24ddfeb9950561f7cb8b94e7a67f98afe279c50fdec45c','scan.py','The script',14,'3c9f8cb9e00a86b21f5eb05597d29d6a','221079978212c6deaa24ddfeb9950561f7cb8b94e7a67f98afe279c50fdec45c');
CREATE TABLE "File_Asset_Type" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"File" TEXT NOT NULL, 
	"Asset_Type" TEXT NOT NULL, 
	CONSTRAINT "File_Asset_Type_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "File_Asset_Type_Asset_Type_fkey" FOREIGN KEY("Asset_Type") REFERENCES "Asset_Type" ("Name"), 
	CONSTRAINT "File_Asset_Type_File_fkey" FOREIGN KEY("File") REFERENCES "File" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "File_Asset_Type_File_Asset_Type_key" UNIQUE ("File", "Asset_Type")
);
INSERT INTO "File_Asset_Type" VALUES('1-002Y','2026-11-21T16:47:30.034692+00:00','2026-11-21T16:47:30.034692+00:00','ada','ada',39,'1-002X','File');
CREATE TABLE "File_Execution" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"File" TEXT NOT NULL, 
	"Execution" TEXT NOT NULL, 
	"Asset_Role" TEXT, 
	CONSTRAINT "File_Execution_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "File_Execution_Asset_Role_fkey" FOREIGN KEY("Asset_Role") REFERENCES "Asset_Role" ("Name"), 
	CONSTRAINT "File_Execution_Execution_fkey" FOREIGN KEY("Execution") REFERENCES "Execution" ("RID"), 
	CONSTRAINT "File_Execution_File_fkey" FOREIGN KEY("File") REFERENCES "File" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "File_Execution_File_Execution_Asset_Role_key" UNIQUE ("File", "Execution", "Asset_Role")
);
INSERT INTO "File_Execution" VALUES('1-002Z','2026-11-21T16:47:30.034692+00:00','2026-11-21T16:47:30.034692+00:00','ada','ada',39,'1-002X','1-0019','Output');
CREATE TABLE "Image" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"URL" TEXT NOT NULL, 
	"Filename" TEXT, 
	"Description" TEXT, 
	"Length" BIGINT NOT NULL, 
	"MD5" TEXT NOT NULL, 
	"SHA256" TEXT, 
	"Width" INTEGER, 
	"Subject" TEXT, 
	"Stain" TEXT, "Site" TEXT DEFAULT 'Basel', 
	CONSTRAINT "Image_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Image_Stain_fkey" FOREIGN KEY("Stain") REFERENCES "Stain" ("Name"), 
	CONSTRAINT "Image_Subject_fkey" FOREIGN KEY("Subject") REFERENCES "Subject" ("RID")
);
INSERT INTO "Image" VALUES('1-001T','2026-11-21T16:47:29.520515+00:00','2026-11-21T16:47:29.520515+00:00','ada','ada',23,'/objects/9c/9c60a901abfbcad7cd6331a8bf9f9bdbf070964d0c752e1fb0b72013aa102704','scan-0.png',NULL,6,'bce0a90ae162e747d67f195f1e070368','9c60a901abfbcad7cd6331a8bf9f9bdbf070964d0c752e1fb0b72013aa102704',0,'1-001C','H&E','Basel');
INSERT INTO "Image" VALUES('1-001V','2026-11-21T16:47:29.520515+00:00','2026-11-21T16:47:29.520515+00:00','ada','ada',23,'/objects/9c/9c60a901abfbcad7cd6331a8bf9f9bdbf070964d0c752e1fb0b72013aa102704','scan-1.png',NULL,6,'bce0a90ae162e747d67f195f1e070368','9c60a901abfbcad7cd6331a8bf9f9bdbf070964d0c752e1fb0b72013aa102704',1,'1-001D','H&E','Basel');
INSERT INTO "Image" VALUES('1-001W','2026-11-21T16:47:29.520515+00:00','2026-11-21T16:47:29.520515+00:00','ada','ada',23,'/objects/9c/9c41e8113781859fad84b011f7044795d7a02ed8be0f0f66245864fa9cda8a5c','scan-2.png',NULL,6,'c2237bfcc5539e81cacbf4d5695e416f','9c41e8113781859fad84b011f7044795d7a02ed8be0f0f66245864fa9cda8a5c',2,'1-001E','H&E','Basel');
CREATE TABLE "Image_Asset_Type" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Image" TEXT NOT NULL, 
	"Asset_Type" TEXT NOT NULL, 
	CONSTRAINT "Image_Asset_Type_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Image_Asset_Type_Image_Asset_Type_key" UNIQUE ("Image", "Asset_Type"), 
	CONSTRAINT "Image_Asset_Type_Asset_Type_fkey" FOREIGN KEY("Asset_Type") REFERENCES "Asset_Type" ("Name"), 
	CONSTRAINT "Image_Asset_Type_Image_fkey" FOREIGN KEY("Image") REFERENCES "Image" ("RID") ON DELETE CASCADE
);
INSERT INTO "Image_Asset_Type" VALUES('1-001X','2026-11-21T16:47:29.520515+00:00','2026-11-21T16:47:29.520515+00:00','ada','ada',23,'1-001T','Image');
INSERT INTO "Image_Asset_Type" VALUES('1-001Y','2026-11-21T16:47:29.520515+00:00','2026-11-21T16:47:29.520515+00:00','ada','ada',23,'1-001T','Thumbnail');
INSERT INTO "Image_Asset_Type" VALUES('1-001Z','2026-11-21T16:47:29.520515+00:00','2026-11-21T16:47:29.520515+00:00','ada','ada',23,'1-001V','Image');
INSERT INTO "Image_Asset_Type" VALUES('1-0020','2026-11-21T16:47:29.520515+00:00','2026-11-21T16:47:29.520515+00:00','ada','ada',23,'1-001V','Thumbnail');
INSERT INTO "Image_Asset_Type" VALUES('1-0021','2026-11-21T16:47:29.520515+00:00','2026-11-21T16:47:29.520515+00:00','ada','ada',23,'1-001W','Image');
INSERT INTO "Image_Asset_Type" VALUES('1-0022','2026-11-21T16:47:29.520515+00:00','2026-11-21T16:47:29.520515+00:00','ada','ada',23,'1-001W','Thumbnail');
CREATE TABLE "Image_Execution" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Image" TEXT NOT NULL, 
	"Execution" TEXT NOT NULL, 
	"Asset_Role" TEXT, 
	CONSTRAINT "Image_Execution_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Image_Execution_Image_fkey" FOREIGN KEY("Image") REFERENCES "Image" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Image_Execution_Execution_fkey" FOREIGN KEY("Execution") REFERENCES "Execution" ("RID"), 
	CONSTRAINT "Image_Execution_Asset_Role_fkey" FOREIGN KEY("Asset_Role") REFERENCES "Asset_Role" ("Name"), 
	CONSTRAINT "Image_Execution_Image_Execution_Asset_Role_key" UNIQUE ("Image", "Execution", "Asset_Role")
);
INSERT INTO "Image_Execution" VALUES('1-0023','2026-11-21T16:47:29.520515+00:00','2026-11-21T16:47:29.520515+00:00','ada','ada',23,'1-001T','1-001S','Output');
INSERT INTO "Image_Execution" VALUES('1-0024','2026-11-21T16:47:29.520515+00:00','2026-11-21T16:47:29.520515+00:00','ada','ada',23,'1-001V','1-001S','Output');
INSERT INTO "Image_Execution" VALUES('1-0025','2026-11-21T16:47:29.520515+00:00','2026-11-21T16:47:29.520515+00:00','ada','ada',23,'1-001W','1-001S','Output');
INSERT INTO "Image_Execution" VALUES('1-002S','2026-11-21T16:47:29.987271+00:00','2026-11-21T16:47:29.987271+00:00','ada','ada',34,'1-001T','1-002Q','Input');
CREATE TABLE "Muniment_Catalog" (
	"ID" TEXT NOT NULL, 
	"Domain_Schema" TEXT NOT NULL, 
	"Created" TIMESTAMPTZ NOT NULL, 
	"Store" TEXT, 
	CONSTRAINT "Muniment_Catalog_pkey" PRIMARY KEY ("ID")
);
INSERT INTO "Muniment_Catalog" VALUES('6ce66c8d-17cc-417d-b0f6-f8757c6ca1b0','domain','2026-11-21T16:47:28.085061+00:00',NULL);
CREATE TABLE "Muniment_Change" (
	"RVS" BIGINT NOT NULL, 
	"Time" TIMESTAMPTZ NOT NULL, 
	"Actor" TEXT, 
	"Action" TEXT NOT NULL, 
	"Table_Name" TEXT, 
	"Details" JSON NOT NULL, 
	CONSTRAINT "Muniment_Change_pkey" PRIMARY KEY ("RVS")
);
INSERT INTO "Muniment_Change" VALUES(2,'2026-11-21T16:47:28.148517+00:00','ada','create_table','Stain','{}');
INSERT INTO "Muniment_Change" VALUES(5,'2026-11-21T16:47:28.254632+00:00','ada','create_table','Subject','{}');
INSERT INTO "Muniment_Change" VALUES(9,'2026-11-21T16:47:28.345142+00:00','ada','create_table','Visit','{}');
INSERT INTO "Muniment_Change" VALUES(11,'2026-11-21T16:47:28.397094+00:00','ada','create_table','Every Type','{}');
INSERT INTO "Muniment_Change" VALUES(13,'2026-11-21T16:47:28.471331+00:00','ada','create_table','Old','{}');
INSERT INTO "Muniment_Change" VALUES(15,'2026-11-21T16:47:28.533603+00:00','ada','drop_table','Old','{}');
INSERT INTO "Muniment_Change" VALUES(16,'2026-11-21T16:47:28.589037+00:00','ada','create_asset','Image','{}');
INSERT INTO "Muniment_Change" VALUES(17,'2026-11-21T16:47:28.749112+00:00','ada','add_column','Image','{"column": "Site"}');
INSERT INTO "Muniment_Change" VALUES(24,'2026-11-21T16:47:29.570128+00:00','ada','add_dataset_element_type','Subject','{}');
INSERT INTO "Muniment_Change" VALUES(25,'2026-11-21T16:47:29.604105+00:00','ada','add_dataset_element_type','Image','{}');
INSERT INTO "Muniment_Change" VALUES(26,'2026-11-21T16:47:29.647401+00:00','ada','add_dataset_element_type','Visit','{}');
INSERT INTO "Muniment_Change" VALUES(40,'2026-11-21T16:47:30.041288+00:00','ada','create_table','Draft','{}');
INSERT INTO "Muniment_Change" VALUES(42,'2026-11-21T16:47:30.058398+00:00','ada','rename_table','Draft','{"new_name": "Sample"}');
INSERT INTO "Muniment_Change" VALUES(43,'2026-11-21T16:47:30.077846+00:00','ada','rename_column','Sample','{"column": "Note", "new_name": "Remark"}');
INSERT INTO "Muniment_Change" VALUES(44,'2026-11-21T16:47:30.098244+00:00','ada','retype_column','Sample','{"column": "Count", "before": "text", "after": "int4", "kept_as": "Count__44"}');
INSERT INTO "Muniment_Change" VALUES(45,'2026-11-21T16:47:30.142168+00:00','ada','require_column','Sample','{"column": "Count", "default": 0, "filled": 1}');
INSERT INTO "Muniment_Change" VALUES(46,'2026-11-21T16:47:30.192724+00:00','ada','drop_column','Sample','{"column": "Gone", "kept_as": "Gone__46"}');
CREATE TABLE "Muniment_Clock" (
	"ID" SMALLINT NOT NULL, 
	"Seq" BIGINT NOT NULL, 
	"Actor" TEXT, 
	"Execution" TEXT, 
	CONSTRAINT "Muniment_Clock_pkey" PRIMARY KEY ("ID")
);
INSERT INTO "Muniment_Clock" VALUES(1,49,NULL,NULL);
CREATE TABLE "Muniment_RID" (
	"ID" SMALLINT NOT NULL, 
	"Next" BIGINT NOT NULL, 
	CONSTRAINT "Muniment_RID_pkey" PRIMARY KEY ("ID")
);
INSERT INTO "Muniment_RID" VALUES(1,1048702);
CREATE TABLE "Muniment_Table" (
	"Name" TEXT NOT NULL, 
	"Kind" TEXT NOT NULL, 
	"Definition" JSON NOT NULL, 
	"RVS" BIGINT NOT NULL, 
	"Dropped" TEXT, 
	CONSTRAINT "Muniment_Table_pkey" PRIMARY KEY ("Name")
);
INSERT INTO "Muniment_Table" VALUES('Stain','vocabulary','{"name": "Stain", "column_defs": [{"name": "ID", "type": "ermrest_curie", "nullok": false}, {"name": "URI", "type": "ermrest_uri", "nullok": false}, {"name": "Name", "nullok": false}, {"name": "Description", "type": "markdown", "nullok": false}, {"name": "Synonyms", "type": "text[]"}], "key_defs": [{"colnames": ["ID"]}, {"colnames": ["URI"]}, {"colnames": ["Name"]}], "comment": "How a slide was coloured", "kind": "vocabulary"}',2,NULL);
INSERT INTO "Muniment_Table" VALUES('Subject','table','{"name": "Subject", "column_defs": [{"name": "Name", "nullok": false}, {"name": "Age", "type": "int2", "default": 1}], "key_defs": [{"colnames": ["Name"]}], "comment": "Whom a scan shows"}',5,NULL);
INSERT INTO "Muniment_Table" VALUES('Visit','table','{"name": "Visit", "column_defs": [{"name": "Subject", "nullok": false}, {"name": "Note", "default": "it''s"}], "fkey_defs": [{"colnames": ["Subject"], "pk_tname": "Subject", "on_delete": "CASCADE"}]}',9,NULL);
INSERT INTO "Muniment_Table" VALUES('Every Type','table','{"name": "Every Type", "column_defs": [{"name": "A text"}, {"name": "A markdown", "type": "markdown"}, {"name": "A longtext", "type": "longtext"}, {"name": "A gene_sequence", "type": "gene_sequence"}, {"name": "A color_rgb_hex", "type": "color_rgb_hex"}, {"name": "A int2", "type": "int2"}, {"name": "A int4", "type": "int4"}, {"name": "A int8", "type": "int8"}, {"name": "A float4", "type": "float4"}, {"name": "A float8", "type": "float8"}, {"name": "A boolean", "type": "boolean"}, {"name": "A date", "type": "date"}, {"name": "A timestamp", "type": "timestamp"}, {"name": "A timestamptz", "type": "timestamptz"}, {"name": "A json", "type": "json"}, {"name": "A jsonb", "type": "jsonb"}, {"name": "A text_array", "type": "text[]"}]}',11,NULL);
INSERT INTO "Muniment_Table" VALUES('Old__15','table','{"name": "Old", "column_defs": [{"name": "Value"}]}',15,'Old');
INSERT INTO "Muniment_Table" VALUES('Image','asset','{"name": "Image", "column_defs": [{"name": "URL", "nullok": false, "comment": "Where the bytes are, relative to the store"}, {"name": "Filename", "comment": "Name of the file as it was uploaded"}, {"name": "Description", "type": "markdown"}, {"name": "Length", "type": "int8", "nullok": false, "comment": "Size in bytes"}, {"name": "MD5", "nullok": false, "comment": "MD5 of the bytes, hexadecimal"}, {"name": "SHA256", "comment": "SHA-256 of the bytes, hexadecimal"}, {"name": "Width", "type": "int4"}, {"name": "Subject", "comment": "The Subject, by its RID"}, {"name": "Stain", "comment": "The Stain, by its Name"}, {"name": "Site", "default": "Basel", "comment": "Where"}], "fkey_defs": [{"colnames": ["Subject"], "pk_tname": "Subject"}, {"colnames": ["Stain"], "pk_tname": "Stain", "pk_colnames": ["Name"]}], "kind": "asset"}',17,NULL);
INSERT INTO "Muniment_Table" VALUES('Image_Asset_Type','association','{"name": "Image_Asset_Type", "column_defs": [{"name": "Image", "nullok": false, "comment": "The Image, by its RID"}, {"name": "Asset_Type", "nullok": false, "comment": "The Asset_Type, by its Name"}], "key_defs": [{"colnames": ["Image", "Asset_Type"]}], "fkey_defs": [{"colnames": ["Image"], "pk_tname": "Image", "on_delete": "CASCADE"}, {"colnames": ["Asset_Type"], "pk_tname": "Asset_Type", "pk_colnames": ["Name"]}], "comment": "The types of each Image", "kind": "association"}',16,NULL);
INSERT INTO "Muniment_Table" VALUES('Image_Execution','association','{"name": "Image_Execution", "column_defs": [{"name": "Image", "nullok": false, "comment": "The Image, by its RID"}, {"name": "Execution", "nullok": false, "comment": "The Execution, by its RID"}, {"name": "Asset_Role", "comment": "The Asset_Role, by its Name"}], "key_defs": [{"colnames": ["Image", "Execution", "Asset_Role"]}], "fkey_defs": [{"colnames": ["Image"], "pk_tname": "Image", "on_delete": "CASCADE"}, {"colnames": ["Execution"], "pk_tname": "Execution"}, {"colnames": ["Asset_Role"], "pk_tname": "Asset_Role", "pk_colnames": ["Name"]}], "comment": "The executions that made or read each Image", "kind": "association"}',16,NULL);
INSERT INTO "Muniment_Table" VALUES('Dataset_Subject','association','{"name": "Dataset_Subject", "column_defs": [{"name": "Dataset", "nullok": false, "comment": "The Dataset, by its RID"}, {"name": "Subject", "nullok": false, "comment": "The Subject, by its RID"}], "key_defs": [{"colnames": ["Dataset", "Subject"]}], "fkey_defs": [{"colnames": ["Dataset"], "pk_tname": "Dataset", "on_delete": "CASCADE"}, {"colnames": ["Subject"], "pk_tname": "Subject"}], "comment": "The Subject members of datasets", "kind": "association"}',24,NULL);
INSERT INTO "Muniment_Table" VALUES('Dataset_Image','association','{"name": "Dataset_Image", "column_defs": [{"name": "Dataset", "nullok": false, "comment": "The Dataset, by its RID"}, {"name": "Image", "nullok": false, "comment": "The Image, by its RID"}], "key_defs": [{"colnames": ["Dataset", "Image"]}], "fkey_defs": [{"colnames": ["Dataset"], "pk_tname": "Dataset", "on_delete": "CASCADE"}, {"colnames": ["Image"], "pk_tname": "Image"}], "comment": "The Image members of datasets", "kind": "association"}',25,NULL);
INSERT INTO "Muniment_Table" VALUES('Dataset_Visit','association','{"name": "Dataset_Visit", "column_defs": [{"name": "Dataset", "nullok": false, "comment": "The Dataset, by its RID"}, {"name": "Visit", "nullok": false, "comment": "The Visit, by its RID"}], "key_defs": [{"colnames": ["Dataset", "Visit"]}], "fkey_defs": [{"colnames": ["Dataset"], "pk_tname": "Dataset", "on_delete": "CASCADE"}, {"colnames": ["Visit"], "pk_tname": "Visit"}], "comment": "The Visit members of datasets", "kind": "association"}',26,NULL);
INSERT INTO "Muniment_Table" VALUES('Sample','table','{"name": "Sample", "column_defs": [{"name": "Count", "type": "int4", "nullok": false, "default": 0}, {"name": "Remark", "nullok": false, "default": "-"}], "hidden": [{"hidden_name": "Count__44", "column": {"name": "Count"}}, {"hidden_name": "Gone__46", "column": {"name": "Gone"}, "key_defs": [{"colnames": ["Gone__46"]}]}]}',46,NULL);
CREATE TABLE "Old__15" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Value" TEXT, 
	CONSTRAINT "Old_pkey" PRIMARY KEY ("RID")
);
INSERT INTO "Old__15" VALUES('1-001N','2026-11-21T16:47:28.517500+00:00','2026-11-21T16:47:28.517500+00:00','ada','ada',14,'kept');
CREATE TABLE "Sample" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Count" INTEGER DEFAULT 0 NOT NULL, 
	"Remark" TEXT DEFAULT '-' NOT NULL, 
	"Count__44" TEXT, 
	"Gone__46" TEXT, 
	CONSTRAINT "Sample_pkey" PRIMARY KEY ("RID")
);
INSERT INTO "Sample" VALUES('1-0030','2026-11-21T16:47:30.056161+00:00','2026-11-21T16:47:30.098244+00:00','ada','ada',44,7,'-','7','was here');
INSERT INTO "Sample" VALUES('1-0031','2026-11-21T16:47:30.056161+00:00','2026-11-21T16:47:30.142168+00:00','ada','ada',45,0,'second',NULL,NULL);
CREATE TABLE "Stain" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"ID" TEXT NOT NULL, 
	"URI" TEXT NOT NULL, 
	"Name" TEXT NOT NULL, 
	"Description" TEXT NOT NULL, 
	"Synonyms" JSON, 
	CONSTRAINT "Stain_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Stain_Name_key" UNIQUE ("Name"), 
	CONSTRAINT "Stain_ID_key" UNIQUE ("ID"), 
	CONSTRAINT "Stain_URI_key" UNIQUE ("URI")
);
INSERT INTO "Stain" VALUES('1-001A','2026-11-21T16:47:28.221470+00:00','2026-11-21T16:47:28.221470+00:00','ada','ada',3,'muniment:1-001A','/id/1-001A','H&E','Haematoxylin and eosin','["HE", "hematoxylin"]');
CREATE TABLE "Subject" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Name" TEXT NOT NULL, 
	"Age" SMALLINT DEFAULT 1, 
	CONSTRAINT "Subject_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Subject_Name_key" UNIQUE ("Name")
);
INSERT INTO "Subject" VALUES('1-001C','2026-11-21T16:47:28.298315+00:00','2026-11-21T16:47:28.298315+00:00','ada','ada',6,'Ada',36);
INSERT INTO "Subject" VALUES('1-001D','2026-11-21T16:47:28.298315+00:00','2026-11-21T16:47:28.298315+00:00','ada','ada',6,'Größe 数',1);
INSERT INTO "Subject" VALUES('1-001E','2026-11-21T16:47:28.298315+00:00','2026-11-21T16:47:28.298315+00:00','ada','ada',6,'O''Hara',1);
CREATE TABLE "Visit" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Subject" TEXT NOT NULL, 
	"Note" TEXT DEFAULT 'it''s', 
	CONSTRAINT "Visit_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Visit_Subject_fkey" FOREIGN KEY("Subject") REFERENCES "Subject" ("RID") ON DELETE CASCADE
);
INSERT INTO "Visit" VALUES('1-001G','2026-11-21T16:47:28.385985+00:00','2026-11-21T16:47:28.385985+00:00','ada','ada',10,'1-001C','it''s');
INSERT INTO "Visit" VALUES('1-001H','2026-11-21T16:47:28.385985+00:00','2026-11-21T16:47:28.385985+00:00','ada','ada',10,'1-001D','it''s');
INSERT INTO "Visit" VALUES('1-001J','2026-11-21T16:47:28.385985+00:00','2026-11-21T16:47:28.385985+00:00','ada','ada',10,'1-001E','it''s');
CREATE TABLE "Workflow" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Name" TEXT, 
	"Description" TEXT, 
	"URL" TEXT, 
	"Checksum" TEXT, 
	"Version" TEXT, 
	CONSTRAINT "Workflow_pkey" PRIMARY KEY ("RID")
);
INSERT INTO "Workflow" VALUES('1-0018','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'Unknown provenance','Where an asset comes from that no known execution made','tag:muniment,unknown-provenance:workflow',NULL,NULL);
INSERT INTO "Workflow" VALUES('1-001Q','2026-11-21T16:47:29.073288+00:00','2026-11-21T16:47:29.073288+00:00','ada','ada',18,'Scan','','https://github.com/lab/scans/blob/a5d44d606abaceef531bbd30d4bf50f6bc3211ac/scan.py','166a14794300c2c38934522ca8206cbe39a82085','a5d44d6');
CREATE TABLE "Workflow_Type" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"ID" TEXT NOT NULL, 
	"URI" TEXT NOT NULL, 
	"Name" TEXT NOT NULL, 
	"Description" TEXT NOT NULL, 
	"Synonyms" JSON, 
	CONSTRAINT "Workflow_Type_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Workflow_Type_ID_key" UNIQUE ("ID"), 
	CONSTRAINT "Workflow_Type_Name_key" UNIQUE ("Name"), 
	CONSTRAINT "Workflow_Type_URI_key" UNIQUE ("URI")
);
INSERT INTO "Workflow_Type" VALUES('1-000A','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000A','/id/1-000A','Training','Trains a model','[]');
INSERT INTO "Workflow_Type" VALUES('1-000B','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000B','/id/1-000B','Testing','Tests a model','[]');
INSERT INTO "Workflow_Type" VALUES('1-000C','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000C','/id/1-000C','Prediction','Applies a model to data','[]');
INSERT INTO "Workflow_Type" VALUES('1-000D','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000D','/id/1-000D','Feature_Creation','Computes or assigns features','[]');
INSERT INTO "Workflow_Type" VALUES('1-000E','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000E','/id/1-000E','Visualization','Draws figures','[]');
INSERT INTO "Workflow_Type" VALUES('1-000F','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000F','/id/1-000F','Analysis','Analyses data','[]');
INSERT INTO "Workflow_Type" VALUES('1-000G','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000G','/id/1-000G','Ingest','Brings data into the catalog','[]');
INSERT INTO "Workflow_Type" VALUES('1-000H','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000H','/id/1-000H','Data_Cleaning','Mends or removes data','[]');
INSERT INTO "Workflow_Type" VALUES('1-000J','2026-11-21T16:47:28.085061+00:00','2026-11-21T16:47:28.085061+00:00','ada','ada',1,'muniment:1-000J','/id/1-000J','Dataset_Management','Makes, splits or releases datasets','[]');
CREATE TABLE "Workflow_Workflow_Type" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Workflow" TEXT NOT NULL, 
	"Workflow_Type" TEXT NOT NULL, 
	CONSTRAINT "Workflow_Workflow_Type_pkey" PRIMARY KEY ("RID"), 
	CONSTRAINT "Workflow_Workflow_Type_Workflow_fkey" FOREIGN KEY("Workflow") REFERENCES "Workflow" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Workflow_Workflow_Type_Workflow_Type_fkey" FOREIGN KEY("Workflow_Type") REFERENCES "Workflow_Type" ("Name"), 
	CONSTRAINT "Workflow_Workflow_Type_Workflow_Workflow_Type_key" UNIQUE ("Workflow", "Workflow_Type")
);
INSERT INTO "Workflow_Workflow_Type" VALUES('1-001R','2026-11-21T16:47:29.073288+00:00','2026-11-21T16:47:29.073288+00:00','ada','ada',18,'1-001Q','Ingest');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE INDEX "Execution_Asset_SHA256_idx" ON "Execution_Asset" ("SHA256");
CREATE INDEX "Execution_Metadata_SHA256_idx" ON "Execution_Metadata" ("SHA256");
CREATE INDEX "File_SHA256_idx" ON "File" ("SHA256");
CREATE INDEX "Workflow_Checksum_idx" ON "Workflow" ("Checksum");
CREATE INDEX "Dataset_Dataset_Dataset_idx" ON "Dataset_Dataset" ("Dataset");
CREATE INDEX "Dataset_Dataset_Nested_Dataset_idx" ON "Dataset_Dataset" ("Nested_Dataset");
CREATE INDEX "Dataset_Dataset_Type_Dataset_Type_idx" ON "Dataset_Dataset_Type" ("Dataset_Type");
CREATE INDEX "Dataset_Dataset_Type_Dataset_idx" ON "Dataset_Dataset_Type" ("Dataset");
CREATE INDEX "Dataset_File_Dataset_idx" ON "Dataset_File" ("Dataset");
CREATE INDEX "Dataset_File_File_idx" ON "Dataset_File" ("File");
CREATE INDEX "Execution_Status_idx" ON "Execution" ("Status");
CREATE INDEX "Execution_Workflow_idx" ON "Execution" ("Workflow");
CREATE INDEX "Execution_Asset_Asset_Type_Asset_Type_idx" ON "Execution_Asset_Asset_Type" ("Asset_Type");
CREATE INDEX "Execution_Asset_Asset_Type_Execution_Asset_idx" ON "Execution_Asset_Asset_Type" ("Execution_Asset");
CREATE INDEX "Execution_Metadata_Asset_Type_Asset_Type_idx" ON "Execution_Metadata_Asset_Type" ("Asset_Type");
CREATE INDEX "Execution_Metadata_Asset_Type_Execution_Metadata_idx" ON "Execution_Metadata_Asset_Type" ("Execution_Metadata");
CREATE INDEX "File_Asset_Type_Asset_Type_idx" ON "File_Asset_Type" ("Asset_Type");
CREATE INDEX "File_Asset_Type_File_idx" ON "File_Asset_Type" ("File");
CREATE INDEX "Workflow_Workflow_Type_Workflow_Type_idx" ON "Workflow_Workflow_Type" ("Workflow_Type");
CREATE INDEX "Workflow_Workflow_Type_Workflow_idx" ON "Workflow_Workflow_Type" ("Workflow");
CREATE INDEX "Dataset_Version_Dataset_idx" ON "Dataset_Version" ("Dataset");
CREATE INDEX "Dataset_Version_Execution_idx" ON "Dataset_Version" ("Execution");
CREATE INDEX "Execution_Asset_Execution_Asset_Role_idx" ON "Execution_Asset_Execution" ("Asset_Role");
CREATE INDEX "Execution_Asset_Execution_Execution_Asset_idx" ON "Execution_Asset_Execution" ("Execution_Asset");
CREATE INDEX "Execution_Asset_Execution_Execution_idx" ON "Execution_Asset_Execution" ("Execution");
CREATE INDEX "Execution_Execution_Execution_idx" ON "Execution_Execution" ("Execution");
CREATE INDEX "Execution_Execution_Nested_Execution_idx" ON "Execution_Execution" ("Nested_Execution");
CREATE INDEX "Execution_Metadata_Execution_Asset_Role_idx" ON "Execution_Metadata_Execution" ("Asset_Role");
CREATE INDEX "Execution_Metadata_Execution_Execution_Metadata_idx" ON "Execution_Metadata_Execution" ("Execution_Metadata");
CREATE INDEX "Execution_Metadata_Execution_Execution_idx" ON "Execution_Metadata_Execution" ("Execution");
CREATE INDEX "File_Execution_Asset_Role_idx" ON "File_Execution" ("Asset_Role");
CREATE INDEX "File_Execution_Execution_idx" ON "File_Execution" ("Execution");
CREATE INDEX "File_Execution_File_idx" ON "File_Execution" ("File");
CREATE INDEX "Dataset_Execution_Dataset_Version_idx" ON "Dataset_Execution" ("Dataset_Version");
CREATE INDEX "Dataset_Execution_Dataset_idx" ON "Dataset_Execution" ("Dataset");
CREATE INDEX "Dataset_Execution_Execution_idx" ON "Dataset_Execution" ("Execution");
CREATE INDEX "Execution_Asset_Filename_idx" ON "Execution_Asset" ("Filename");
CREATE INDEX "Execution_Metadata_Filename_idx" ON "Execution_Metadata" ("Filename");
CREATE INDEX "File_Filename_idx" ON "File" ("Filename");
CREATE INDEX "Visit_Subject_idx" ON "Visit" ("Subject");
CREATE INDEX "Image_Filename_idx" ON "Image" ("Filename");
CREATE INDEX "Image_SHA256_idx" ON "Image" ("SHA256");
CREATE INDEX "Image_Stain_idx" ON "Image" ("Stain");
CREATE INDEX "Image_Subject_idx" ON "Image" ("Subject");
CREATE INDEX "Image_Asset_Type_Asset_Type_idx" ON "Image_Asset_Type" ("Asset_Type");
CREATE INDEX "Image_Execution_Asset_Role_idx" ON "Image_Execution" ("Asset_Role");
CREATE INDEX "Image_Execution_Execution_idx" ON "Image_Execution" ("Execution");
CREATE INDEX "Dataset_Subject_Subject_idx" ON "Dataset_Subject" ("Subject");
CREATE INDEX "Dataset_Image_Image_idx" ON "Dataset_Image" ("Image");
CREATE INDEX "Dataset_Visit_Visit_idx" ON "Dataset_Visit" ("Visit");
COMMIT;
