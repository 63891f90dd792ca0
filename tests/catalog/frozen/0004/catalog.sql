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
INSERT INTO "Asset_Role" VALUES('H4H-0012','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0012','/id/H4H-0012','Input','The execution read the asset','[]');
INSERT INTO "Asset_Role" VALUES('H4H-0013','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0013','/id/H4H-0013','Output','The execution made the asset','[]');
CREATE TABLE "Asset_Role__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "ID" TEXT, "URI" TEXT, "Name" TEXT, "Description" TEXT, "Synonyms" JSON);
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
INSERT INTO "Asset_Type" VALUES('H4H-000K','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000K','/id/H4H-000K','Execution_Config','Configuration of an execution','[]');
INSERT INTO "Asset_Type" VALUES('H4H-000M','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000M','/id/H4H-000M','Runtime_Env','Environment that an execution ran in','[]');
INSERT INTO "Asset_Type" VALUES('H4H-000N','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000N','/id/H4H-000N','Hydra_Config','Configuration written by Hydra','[]');
INSERT INTO "Asset_Type" VALUES('H4H-000P','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000P','/id/H4H-000P','Deriva_Config','Inputs and parameters of an execution','[]');
INSERT INTO "Asset_Type" VALUES('H4H-000Q','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000Q','/id/H4H-000Q','Metrics_File','Metrics of a run, one record to a line','[]');
INSERT INTO "Asset_Type" VALUES('H4H-000R','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000R','/id/H4H-000R','Execution_Log','What a run printed','[]');
INSERT INTO "Asset_Type" VALUES('H4H-000S','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000S','/id/H4H-000S','Uncommitted_Code','Code of a run that no commit holds, as a patch','[]');
INSERT INTO "Asset_Type" VALUES('H4H-000T','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000T','/id/H4H-000T','Figure','Figure that a run drew','[]');
INSERT INTO "Asset_Type" VALUES('H4H-000V','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000V','/id/H4H-000V','Execution_Metadata','File about an execution','[]');
INSERT INTO "Asset_Type" VALUES('H4H-000W','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000W','/id/H4H-000W','Execution_Asset','File that an execution made','[]');
INSERT INTO "Asset_Type" VALUES('H4H-000X','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000X','/id/H4H-000X','File','File of any kind','[]');
INSERT INTO "Asset_Type" VALUES('H4H-000Y','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000Y','/id/H4H-000Y','Input_File','File that an execution read','[]');
INSERT INTO "Asset_Type" VALUES('H4H-000Z','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000Z','/id/H4H-000Z','Output_File','File that an execution wrote','[]');
INSERT INTO "Asset_Type" VALUES('H4H-0010','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0010','/id/H4H-0010','Model_File','Trained model','[]');
INSERT INTO "Asset_Type" VALUES('H4H-0011','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0011','/id/H4H-0011','Notebook_Output','Executed notebook','[]');
INSERT INTO "Asset_Type" VALUES('H4H-001E','2026-11-22T09:53:45.720368+00:00','2026-11-22T09:53:45.720368+00:00','ada','ada',4,'muniment:H4H-001E','/id/H4H-001E','Thumbnail','Small picture','[]');
INSERT INTO "Asset_Type" VALUES('H4H-001S','2026-11-22T09:53:45.889727+00:00','2026-11-22T09:53:45.889727+00:00','ada','ada',16,'muniment:H4H-001S','/id/H4H-001S','Image','A file of the table Image','[]');
CREATE TABLE "Asset_Type__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "ID" TEXT, "URI" TEXT, "Name" TEXT, "Description" TEXT, "Synonyms" JSON);
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
INSERT INTO "Dataset" VALUES('H4H-0029','2026-11-22T09:53:46.105595+00:00','2026-11-22T09:53:46.144612+00:00','ada','ada',28,'inner',0,'H4H-002F');
INSERT INTO "Dataset" VALUES('H4H-002G','2026-11-22T09:53:46.168326+00:00','2026-11-22T09:53:46.182811+00:00','ada','ada',31,'outer',0,'H4H-002Q');
INSERT INTO "Dataset" VALUES('H4H-002R','2026-11-22T09:53:46.192887+00:00','2026-11-22T09:53:46.202788+00:00','ada','ada',33,'deleted',1,'H4H-002S');
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
INSERT INTO "Dataset_Dataset" VALUES('H4H-002J','2026-11-22T09:53:46.182811+00:00','2026-11-22T09:53:46.182811+00:00','ada','ada',31,'H4H-002G','H4H-0029');
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
INSERT INTO "Dataset_Dataset_Type" VALUES('H4H-002B','2026-11-22T09:53:46.105595+00:00','2026-11-22T09:53:46.105595+00:00','ada','ada',27,'H4H-0029','Training');
CREATE TABLE "Dataset_Dataset_Type__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Dataset" TEXT, "Dataset_Type" TEXT);
CREATE TABLE "Dataset_Dataset__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Dataset" TEXT, "Nested_Dataset" TEXT);
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
INSERT INTO "Dataset_Execution" VALUES('H4H-002V','2026-11-22T09:53:46.220711+00:00','2026-11-22T09:53:46.220711+00:00','ada','ada',34,'H4H-0029','H4H-002T','H4H-002F');
CREATE TABLE "Dataset_Execution__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Dataset" TEXT, "Execution" TEXT, "Dataset_Version" TEXT);
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
CREATE TABLE "Dataset_File__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Dataset" TEXT, "File" TEXT);
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
	CONSTRAINT "Dataset_Image_Dataset_fkey" FOREIGN KEY("Dataset") REFERENCES "Dataset" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Dataset_Image_Image_fkey" FOREIGN KEY("Image") REFERENCES "Image" ("RID"), 
	CONSTRAINT "Dataset_Image_Dataset_Image_key" UNIQUE ("Dataset", "Image")
);
INSERT INTO "Dataset_Image" VALUES('H4H-002C','2026-11-22T09:53:46.144612+00:00','2026-11-22T09:53:46.144612+00:00','ada','ada',28,'H4H-0029','H4H-001X');
INSERT INTO "Dataset_Image" VALUES('H4H-002D','2026-11-22T09:53:46.144612+00:00','2026-11-22T09:53:46.144612+00:00','ada','ada',28,'H4H-0029','H4H-001Y');
INSERT INTO "Dataset_Image" VALUES('H4H-002E','2026-11-22T09:53:46.144612+00:00','2026-11-22T09:53:46.144612+00:00','ada','ada',28,'H4H-0029','H4H-001Z');
CREATE TABLE "Dataset_Image__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Dataset" TEXT, "Image" TEXT);
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
	CONSTRAINT "Dataset_Subject_Dataset_Subject_key" UNIQUE ("Dataset", "Subject"), 
	CONSTRAINT "Dataset_Subject_Dataset_fkey" FOREIGN KEY("Dataset") REFERENCES "Dataset" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Dataset_Subject_Subject_fkey" FOREIGN KEY("Subject") REFERENCES "Subject" ("RID")
);
INSERT INTO "Dataset_Subject" VALUES('H4H-002P','2026-11-22T09:53:46.182811+00:00','2026-11-22T09:53:46.182811+00:00','ada','ada',31,'H4H-002G','H4H-001F');
CREATE TABLE "Dataset_Subject__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Dataset" TEXT, "Subject" TEXT);
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
INSERT INTO "Dataset_Type" VALUES('H4H-0001','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0001','/id/H4H-0001','Complete','All the data there is','[]');
INSERT INTO "Dataset_Type" VALUES('H4H-0002','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0002','/id/H4H-0002','File','A set of files','[]');
INSERT INTO "Dataset_Type" VALUES('H4H-0003','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0003','/id/H4H-0003','Directory','The files of a directory','[]');
INSERT INTO "Dataset_Type" VALUES('H4H-0004','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0004','/id/H4H-0004','Training','Data to train a model on','[]');
INSERT INTO "Dataset_Type" VALUES('H4H-0005','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0005','/id/H4H-0005','Testing','Data to test a trained model on','[]');
INSERT INTO "Dataset_Type" VALUES('H4H-0006','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0006','/id/H4H-0006','Validation','Data to choose between models with','[]');
INSERT INTO "Dataset_Type" VALUES('H4H-0007','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0007','/id/H4H-0007','Split','A dataset whose members are the parts of a split','[]');
INSERT INTO "Dataset_Type" VALUES('H4H-0008','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0008','/id/H4H-0008','Labeled','Data with labels','[]');
INSERT INTO "Dataset_Type" VALUES('H4H-0009','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0009','/id/H4H-0009','Unlabeled','Data without labels','[]');
CREATE TABLE "Dataset_Type__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "ID" TEXT, "URI" TEXT, "Name" TEXT, "Description" TEXT, "Synonyms" JSON);
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
INSERT INTO "Dataset_Version" VALUES('H4H-002A','2026-11-22T09:53:46.105595+00:00','2026-11-22T09:53:46.105595+00:00','ada','ada',27,'0.1.0','inner','H4H-0029',NULL,NULL,NULL,'27');
INSERT INTO "Dataset_Version" VALUES('H4H-002F','2026-11-22T09:53:46.144612+00:00','2026-11-22T09:53:46.150727+00:00','ada','ada',29,'0.2.0','with images','H4H-0029',NULL,NULL,NULL,'29');
INSERT INTO "Dataset_Version" VALUES('H4H-002H','2026-11-22T09:53:46.168326+00:00','2026-11-22T09:53:46.168326+00:00','ada','ada',30,'0.1.0','outer','H4H-002G',NULL,NULL,NULL,'30');
INSERT INTO "Dataset_Version" VALUES('H4H-002Q','2026-11-22T09:53:46.182811+00:00','2026-11-22T09:53:46.182811+00:00','ada','ada',31,'0.1.0.post1.dev1','','H4H-002G',NULL,NULL,NULL,NULL);
INSERT INTO "Dataset_Version" VALUES('H4H-002S','2026-11-22T09:53:46.192887+00:00','2026-11-22T09:53:46.192887+00:00','ada','ada',32,'0.1.0','deleted','H4H-002R',NULL,NULL,NULL,'32');
CREATE TABLE "Dataset_Version__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Version" TEXT, "Description" TEXT, "Dataset" TEXT, "Execution" TEXT, "Minid" TEXT, "Minid_Spec_Hash" TEXT, "Snapshot" TEXT);
INSERT INTO "Dataset_Version__history" VALUES(29,'H4H-002F','2026-11-22T09:53:46.144612+00:00','2026-11-22T09:53:46.144612+00:00','ada','ada',28,'0.1.0.post1.dev1','','H4H-0029',NULL,NULL,NULL,NULL);
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
	CONSTRAINT "Dataset_Visit_Visit_fkey" FOREIGN KEY("Visit") REFERENCES "Visit" ("RID"), 
	CONSTRAINT "Dataset_Visit_Dataset_Visit_key" UNIQUE ("Dataset", "Visit"), 
	CONSTRAINT "Dataset_Visit_Dataset_fkey" FOREIGN KEY("Dataset") REFERENCES "Dataset" ("RID") ON DELETE CASCADE
);
INSERT INTO "Dataset_Visit" VALUES('H4H-002K','2026-11-22T09:53:46.182811+00:00','2026-11-22T09:53:46.182811+00:00','ada','ada',31,'H4H-002G','H4H-001K');
INSERT INTO "Dataset_Visit" VALUES('H4H-002M','2026-11-22T09:53:46.182811+00:00','2026-11-22T09:53:46.182811+00:00','ada','ada',31,'H4H-002G','H4H-001M');
INSERT INTO "Dataset_Visit" VALUES('H4H-002N','2026-11-22T09:53:46.182811+00:00','2026-11-22T09:53:46.182811+00:00','ada','ada',31,'H4H-002G','H4H-001N');
CREATE TABLE "Dataset_Visit__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Dataset" TEXT, "Visit" TEXT);
CREATE TABLE "Dataset__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Description" TEXT, "Deleted" BOOLEAN, "Version" TEXT);
INSERT INTO "Dataset__history" VALUES(28,'H4H-0029','2026-11-22T09:53:46.105595+00:00','2026-11-22T09:53:46.105595+00:00','ada','ada',27,'inner',0,'H4H-002A');
INSERT INTO "Dataset__history" VALUES(31,'H4H-002G','2026-11-22T09:53:46.168326+00:00','2026-11-22T09:53:46.168326+00:00','ada','ada',30,'outer',0,'H4H-002H');
INSERT INTO "Dataset__history" VALUES(33,'H4H-002R','2026-11-22T09:53:46.192887+00:00','2026-11-22T09:53:46.192887+00:00','ada','ada',32,'deleted',0,'H4H-002S');
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
CREATE TABLE "Directory_Dataset__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Dataset" TEXT, "Path" TEXT);
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
INSERT INTO "Every Type" VALUES('H4H-001P','2026-11-22T09:53:45.797885+00:00','2026-11-22T09:53:45.797885+00:00','ada','ada',12,'x
''y''','x
''y''','x
''y''','x
''y''','x
''y''',7,-70000,1152921504606846976,0.5,0.1,1,'2026-01-02','2026-01-02T03:04:05.678901','2026-01-02T01:04:05.678901+00:00','{"a": [1, null]}','[{"b": 0.1}]','["a", "b, c"]');
INSERT INTO "Every Type" VALUES('H4H-001Q','2026-11-22T09:53:45.797885+00:00','2026-11-22T09:53:45.797885+00:00','ada','ada',12,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE "Every Type__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "A text" TEXT, "A markdown" TEXT, "A longtext" TEXT, "A gene_sequence" TEXT, "A color_rgb_hex" TEXT, "A int2" SMALLINT, "A int4" INTEGER, "A int8" BIGINT, "A float4" REAL, "A float8" FLOAT, "A boolean" BOOLEAN, "A date" DATE, "A timestamp" TIMESTAMP, "A timestamptz" TIMESTAMPTZ, "A json" JSON, "A jsonb" JSON, "A text_array" JSON);
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
INSERT INTO "Execution" VALUES('H4H-001C','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'H4H-001B','Where an asset comes from that no known execution made',NULL,NULL,NULL,'Aborted',NULL,NULL,NULL,NULL);
INSERT INTO "Execution" VALUES('H4H-001W','2026-11-22T09:53:45.988350+00:00','2026-11-22T09:53:46.048737+00:00','ada','ada',23,'H4H-001T','first','0H 0min 0.0159sec',NULL,'0H 0min 0.0328sec','Uploaded',NULL,'2026-11-22T09:53:45.993466+00:00','2026-11-22T09:53:46.009391+00:00','{"datasets": [], "assets": [], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "branch": "master", "version": "26258d9", "changes": [], "is_committed": true, "problems": []}}');
INSERT INTO "Execution" VALUES('H4H-002T','2026-11-22T09:53:46.220711+00:00','2026-11-22T09:53:46.276552+00:00','ada','ada',39,'H4H-001T','','0H 0min 0.0167sec',NULL,'0H 0min 0.0221sec','Uploaded',NULL,'2026-11-22T09:53:46.228945+00:00','2026-11-22T09:53:46.245675+00:00','{"datasets": [{"rid": "H4H-0029", "version": "0.2.0", "materialize": true, "exclude_tables": [], "description": ""}], "assets": [{"rid": "H4H-001X", "cache": false}], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "branch": "master", "version": "26258d9", "changes": [], "is_committed": true, "problems": []}}');
INSERT INTO "Execution" VALUES('H4H-0037','2026-11-22T09:53:47.120549+00:00','2026-11-22T09:53:47.130600+00:00','ada','ada',58,'H4H-001T','fails','0H 0min 0.0057sec',NULL,NULL,'Failed','ZeroDivisionError: division by zero','2026-11-22T09:53:47.124918+00:00','2026-11-22T09:53:47.130600+00:00','{"datasets": [], "assets": [], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "branch": "master", "version": "26258d9", "changes": [], "is_committed": true, "problems": []}}');
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
INSERT INTO "Execution_Asset" VALUES('H4H-002X','2026-11-22T09:53:46.276552+00:00','2026-11-22T09:53:46.276552+00:00','ada','ada',39,'/objects/49/492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470','table.csv','measured',8,'e5ebd4c02cefbe7955977c67ada242b7','492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470');
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
INSERT INTO "Execution_Asset_Asset_Type" VALUES('H4H-002Y','2026-11-22T09:53:46.276552+00:00','2026-11-22T09:53:46.276552+00:00','ada','ada',39,'H4H-002X','Execution_Asset');
CREATE TABLE "Execution_Asset_Asset_Type__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Execution_Asset" TEXT, "Asset_Type" TEXT);
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
INSERT INTO "Execution_Asset_Execution" VALUES('H4H-002Z','2026-11-22T09:53:46.276552+00:00','2026-11-22T09:53:46.276552+00:00','ada','ada',39,'H4H-002X','H4H-002T','Output');
CREATE TABLE "Execution_Asset_Execution__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Execution_Asset" TEXT, "Execution" TEXT, "Asset_Role" TEXT);
CREATE TABLE "Execution_Asset__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "URL" TEXT, "Filename" TEXT, "Description" TEXT, "Length" BIGINT, "MD5" TEXT, "SHA256" TEXT);
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
CREATE TABLE "Execution_Execution__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Execution" TEXT, "Nested_Execution" TEXT, "Sequence" INTEGER);
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
CREATE TABLE "Execution_Metadata_Asset_Type__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Execution_Metadata" TEXT, "Asset_Type" TEXT);
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
CREATE TABLE "Execution_Metadata_Execution__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Execution_Metadata" TEXT, "Execution" TEXT, "Asset_Role" TEXT);
CREATE TABLE "Execution_Metadata__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "URL" TEXT, "Filename" TEXT, "Description" TEXT, "Length" BIGINT, "MD5" TEXT, "SHA256" TEXT);
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
INSERT INTO "Execution_Status" VALUES('H4H-0014','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0014','/id/H4H-0014','Created','The execution is known, its code has not started','[]');
INSERT INTO "Execution_Status" VALUES('H4H-0015','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0015','/id/H4H-0015','Running','The code is running','[]');
INSERT INTO "Execution_Status" VALUES('H4H-0016','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0016','/id/H4H-0016','Stopped','The code has ended, its outputs are not uploaded','[]');
INSERT INTO "Execution_Status" VALUES('H4H-0017','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0017','/id/H4H-0017','Failed','The code or the upload ended with an error','[]');
INSERT INTO "Execution_Status" VALUES('H4H-0018','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0018','/id/H4H-0018','Pending_Upload','The outputs are being uploaded','[]');
INSERT INTO "Execution_Status" VALUES('H4H-0019','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-0019','/id/H4H-0019','Uploaded','The outputs are in the catalog','[]');
INSERT INTO "Execution_Status" VALUES('H4H-001A','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-001A','/id/H4H-001A','Aborted','The execution was given up','[]');
CREATE TABLE "Execution_Status__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "ID" TEXT, "URI" TEXT, "Name" TEXT, "Description" TEXT, "Synonyms" JSON);
CREATE TABLE "Execution__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Workflow" TEXT, "Description" TEXT, "Execution_Duration" TEXT, "Download_Duration" TEXT, "Upload_Duration" TEXT, "Status" TEXT, "Status_Detail" TEXT, "Start_Time" TIMESTAMPTZ, "Stop_Time" TIMESTAMPTZ, "Configuration" JSON);
INSERT INTO "Execution__history" VALUES(20,'H4H-001W','2026-11-22T09:53:45.988350+00:00','2026-11-22T09:53:45.988350+00:00','ada','ada',19,'H4H-001T','first',NULL,NULL,NULL,'Created',NULL,NULL,NULL,'{"datasets": [], "assets": [], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "branch": "master", "version": "26258d9", "changes": [], "is_committed": true, "problems": []}}');
INSERT INTO "Execution__history" VALUES(21,'H4H-001W','2026-11-22T09:53:45.988350+00:00','2026-11-22T09:53:45.993466+00:00','ada','ada',20,'H4H-001T','first',NULL,NULL,NULL,'Running',NULL,'2026-11-22T09:53:45.993466+00:00',NULL,'{"datasets": [], "assets": [], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "branch": "master", "version": "26258d9", "changes": [], "is_committed": true, "problems": []}}');
INSERT INTO "Execution__history" VALUES(22,'H4H-001W','2026-11-22T09:53:45.988350+00:00','2026-11-22T09:53:46.009391+00:00','ada','ada',21,'H4H-001T','first','0H 0min 0.0159sec',NULL,NULL,'Stopped',NULL,'2026-11-22T09:53:45.993466+00:00','2026-11-22T09:53:46.009391+00:00','{"datasets": [], "assets": [], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "branch": "master", "version": "26258d9", "changes": [], "is_committed": true, "problems": []}}');
INSERT INTO "Execution__history" VALUES(23,'H4H-001W','2026-11-22T09:53:45.988350+00:00','2026-11-22T09:53:46.023149+00:00','ada','ada',22,'H4H-001T','first','0H 0min 0.0159sec',NULL,NULL,'Pending_Upload',NULL,'2026-11-22T09:53:45.993466+00:00','2026-11-22T09:53:46.009391+00:00','{"datasets": [], "assets": [], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "branch": "master", "version": "26258d9", "changes": [], "is_committed": true, "problems": []}}');
INSERT INTO "Execution__history" VALUES(35,'H4H-002T','2026-11-22T09:53:46.220711+00:00','2026-11-22T09:53:46.220711+00:00','ada','ada',34,'H4H-001T','',NULL,NULL,NULL,'Created',NULL,NULL,NULL,'{"datasets": [{"rid": "H4H-0029", "version": "0.2.0", "materialize": true, "exclude_tables": [], "description": ""}], "assets": [{"rid": "H4H-001X", "cache": false}], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "branch": "master", "version": "26258d9", "changes": [], "is_committed": true, "problems": []}}');
INSERT INTO "Execution__history" VALUES(37,'H4H-002T','2026-11-22T09:53:46.220711+00:00','2026-11-22T09:53:46.228945+00:00','ada','ada',35,'H4H-001T','',NULL,NULL,NULL,'Running',NULL,'2026-11-22T09:53:46.228945+00:00',NULL,'{"datasets": [{"rid": "H4H-0029", "version": "0.2.0", "materialize": true, "exclude_tables": [], "description": ""}], "assets": [{"rid": "H4H-001X", "cache": false}], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "branch": "master", "version": "26258d9", "changes": [], "is_committed": true, "problems": []}}');
INSERT INTO "Execution__history" VALUES(38,'H4H-002T','2026-11-22T09:53:46.220711+00:00','2026-11-22T09:53:46.245675+00:00','ada','ada',37,'H4H-001T','','0H 0min 0.0167sec',NULL,NULL,'Stopped',NULL,'2026-11-22T09:53:46.228945+00:00','2026-11-22T09:53:46.245675+00:00','{"datasets": [{"rid": "H4H-0029", "version": "0.2.0", "materialize": true, "exclude_tables": [], "description": ""}], "assets": [{"rid": "H4H-001X", "cache": false}], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "branch": "master", "version": "26258d9", "changes": [], "is_committed": true, "problems": []}}');
INSERT INTO "Execution__history" VALUES(39,'H4H-002T','2026-11-22T09:53:46.220711+00:00','2026-11-22T09:53:46.258114+00:00','ada','ada',38,'H4H-001T','','0H 0min 0.0167sec',NULL,NULL,'Pending_Upload',NULL,'2026-11-22T09:53:46.228945+00:00','2026-11-22T09:53:46.245675+00:00','{"datasets": [{"rid": "H4H-0029", "version": "0.2.0", "materialize": true, "exclude_tables": [], "description": ""}], "assets": [{"rid": "H4H-001X", "cache": false}], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "branch": "master", "version": "26258d9", "changes": [], "is_committed": true, "problems": []}}');
INSERT INTO "Execution__history" VALUES(57,'H4H-0037','2026-11-22T09:53:47.120549+00:00','2026-11-22T09:53:47.120549+00:00','ada','ada',56,'H4H-001T','fails',NULL,NULL,NULL,'Created',NULL,NULL,NULL,'{"datasets": [], "assets": [], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "branch": "master", "version": "26258d9", "changes": [], "is_committed": true, "problems": []}}');
INSERT INTO "Execution__history" VALUES(58,'H4H-0037','2026-11-22T09:53:47.120549+00:00','2026-11-22T09:53:47.124918+00:00','ada','ada',57,'H4H-001T','fails',NULL,NULL,NULL,'Running',NULL,'2026-11-22T09:53:47.124918+00:00',NULL,'{"datasets": [], "assets": [], "parameters": {}, "argv": ["tests/catalog/freeze.py"], "source": {"kind": "script", "path": "scan.py", "url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "branch": "master", "version": "26258d9", "changes": [], "is_committed": true, "problems": []}}');
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
CREATE TABLE "Feature_Name__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "ID" TEXT, "URI" TEXT, "Name" TEXT, "Description" TEXT, "Synonyms" JSON);
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
INSERT INTO "File" VALUES('H4H-0030','2026-11-22T09:53:46.304115+00:00','2026-11-22T09:53:46.304115+00:00','ada','ada',40,'/objects/22/221079978212c6deaa24ddfeb9950561f7cb8b94e7a67f98afe279c50fdec45c','scan.py','The script',14,'3c9f8cb9e00a86b21f5eb05597d29d6a','221079978212c6deaa24ddfeb9950561f7cb8b94e7a67f98afe279c50fdec45c');
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
INSERT INTO "File_Asset_Type" VALUES('H4H-0031','2026-11-22T09:53:46.304115+00:00','2026-11-22T09:53:46.304115+00:00','ada','ada',40,'H4H-0030','File');
CREATE TABLE "File_Asset_Type__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "File" TEXT, "Asset_Type" TEXT);
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
INSERT INTO "File_Execution" VALUES('H4H-0032','2026-11-22T09:53:46.304115+00:00','2026-11-22T09:53:46.304115+00:00','ada','ada',40,'H4H-0030','H4H-001C','Output');
CREATE TABLE "File_Execution__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "File" TEXT, "Execution" TEXT, "Asset_Role" TEXT);
CREATE TABLE "File__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "URL" TEXT, "Filename" TEXT, "Description" TEXT, "Length" BIGINT, "MD5" TEXT, "SHA256" TEXT);
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
INSERT INTO "Image" VALUES('H4H-001X','2026-11-22T09:53:46.048737+00:00','2026-11-22T09:53:46.048737+00:00','ada','ada',23,'/objects/9c/9c60a901abfbcad7cd6331a8bf9f9bdbf070964d0c752e1fb0b72013aa102704','scan-0.png',NULL,6,'bce0a90ae162e747d67f195f1e070368','9c60a901abfbcad7cd6331a8bf9f9bdbf070964d0c752e1fb0b72013aa102704',0,'H4H-001F','H&E','Basel');
INSERT INTO "Image" VALUES('H4H-001Y','2026-11-22T09:53:46.048737+00:00','2026-11-22T09:53:46.048737+00:00','ada','ada',23,'/objects/9c/9c60a901abfbcad7cd6331a8bf9f9bdbf070964d0c752e1fb0b72013aa102704','scan-1.png',NULL,6,'bce0a90ae162e747d67f195f1e070368','9c60a901abfbcad7cd6331a8bf9f9bdbf070964d0c752e1fb0b72013aa102704',1,'H4H-001G','H&E','Basel');
INSERT INTO "Image" VALUES('H4H-001Z','2026-11-22T09:53:46.048737+00:00','2026-11-22T09:53:46.048737+00:00','ada','ada',23,'/objects/9c/9c41e8113781859fad84b011f7044795d7a02ed8be0f0f66245864fa9cda8a5c','scan-2.png',NULL,6,'c2237bfcc5539e81cacbf4d5695e416f','9c41e8113781859fad84b011f7044795d7a02ed8be0f0f66245864fa9cda8a5c',2,'H4H-001H','H&E','Basel');
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
	CONSTRAINT "Image_Asset_Type_Asset_Type_fkey" FOREIGN KEY("Asset_Type") REFERENCES "Asset_Type" ("Name"), 
	CONSTRAINT "Image_Asset_Type_Image_Asset_Type_key" UNIQUE ("Image", "Asset_Type"), 
	CONSTRAINT "Image_Asset_Type_Image_fkey" FOREIGN KEY("Image") REFERENCES "Image" ("RID") ON DELETE CASCADE
);
INSERT INTO "Image_Asset_Type" VALUES('H4H-0020','2026-11-22T09:53:46.048737+00:00','2026-11-22T09:53:46.048737+00:00','ada','ada',23,'H4H-001X','Image');
INSERT INTO "Image_Asset_Type" VALUES('H4H-0021','2026-11-22T09:53:46.048737+00:00','2026-11-22T09:53:46.048737+00:00','ada','ada',23,'H4H-001X','Thumbnail');
INSERT INTO "Image_Asset_Type" VALUES('H4H-0022','2026-11-22T09:53:46.048737+00:00','2026-11-22T09:53:46.048737+00:00','ada','ada',23,'H4H-001Y','Image');
INSERT INTO "Image_Asset_Type" VALUES('H4H-0023','2026-11-22T09:53:46.048737+00:00','2026-11-22T09:53:46.048737+00:00','ada','ada',23,'H4H-001Y','Thumbnail');
INSERT INTO "Image_Asset_Type" VALUES('H4H-0024','2026-11-22T09:53:46.048737+00:00','2026-11-22T09:53:46.048737+00:00','ada','ada',23,'H4H-001Z','Image');
INSERT INTO "Image_Asset_Type" VALUES('H4H-0025','2026-11-22T09:53:46.048737+00:00','2026-11-22T09:53:46.048737+00:00','ada','ada',23,'H4H-001Z','Thumbnail');
CREATE TABLE "Image_Asset_Type__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Image" TEXT, "Asset_Type" TEXT);
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
	CONSTRAINT "Image_Execution_Asset_Role_fkey" FOREIGN KEY("Asset_Role") REFERENCES "Asset_Role" ("Name"), 
	CONSTRAINT "Image_Execution_Image_fkey" FOREIGN KEY("Image") REFERENCES "Image" ("RID") ON DELETE CASCADE, 
	CONSTRAINT "Image_Execution_Execution_fkey" FOREIGN KEY("Execution") REFERENCES "Execution" ("RID"), 
	CONSTRAINT "Image_Execution_Image_Execution_Asset_Role_key" UNIQUE ("Image", "Execution", "Asset_Role")
);
INSERT INTO "Image_Execution" VALUES('H4H-0026','2026-11-22T09:53:46.048737+00:00','2026-11-22T09:53:46.048737+00:00','ada','ada',23,'H4H-001X','H4H-001W','Output');
INSERT INTO "Image_Execution" VALUES('H4H-0027','2026-11-22T09:53:46.048737+00:00','2026-11-22T09:53:46.048737+00:00','ada','ada',23,'H4H-001Y','H4H-001W','Output');
INSERT INTO "Image_Execution" VALUES('H4H-0028','2026-11-22T09:53:46.048737+00:00','2026-11-22T09:53:46.048737+00:00','ada','ada',23,'H4H-001Z','H4H-001W','Output');
INSERT INTO "Image_Execution" VALUES('H4H-002W','2026-11-22T09:53:46.220711+00:00','2026-11-22T09:53:46.220711+00:00','ada','ada',34,'H4H-001X','H4H-002T','Input');
CREATE TABLE "Image_Execution__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Image" TEXT, "Execution" TEXT, "Asset_Role" TEXT);
CREATE TABLE "Image__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "URL" TEXT, "Filename" TEXT, "Description" TEXT, "Length" BIGINT, "MD5" TEXT, "SHA256" TEXT, "Width" INTEGER, "Subject" TEXT, "Stain" TEXT, "Site" TEXT);
CREATE TABLE "Muniment_Catalog" (
	"ID" TEXT NOT NULL, 
	"Domain_Schema" TEXT NOT NULL, 
	"Created" TIMESTAMPTZ NOT NULL, 
	"Store" TEXT, 
	CONSTRAINT "Muniment_Catalog_pkey" PRIMARY KEY ("ID")
);
INSERT INTO "Muniment_Catalog" VALUES('685ada7c-525a-4fda-8e1d-ef3bbc6abe36','domain','2026-11-22T09:53:45.646473+00:00',NULL);
CREATE TABLE "Muniment_Change" (
	"RVS" BIGINT NOT NULL, 
	"Time" TIMESTAMPTZ NOT NULL, 
	"Actor" TEXT, 
	"Action" TEXT NOT NULL, 
	"Table_Name" TEXT, 
	"Details" JSON NOT NULL, 
	CONSTRAINT "Muniment_Change_pkey" PRIMARY KEY ("RVS")
);
INSERT INTO "Muniment_Change" VALUES(2,'2026-11-22T09:53:45.691579+00:00','ada','create_table','Stain','{}');
INSERT INTO "Muniment_Change" VALUES(5,'2026-11-22T09:53:45.728322+00:00','ada','create_table','Subject','{}');
INSERT INTO "Muniment_Change" VALUES(9,'2026-11-22T09:53:45.756327+00:00','ada','create_table','Visit','{}');
INSERT INTO "Muniment_Change" VALUES(11,'2026-11-22T09:53:45.780267+00:00','ada','create_table','Every Type','{}');
INSERT INTO "Muniment_Change" VALUES(13,'2026-11-22T09:53:45.804192+00:00','ada','create_table','Old','{}');
INSERT INTO "Muniment_Change" VALUES(15,'2026-11-22T09:53:45.832266+00:00','ada','drop_table','Old','{}');
INSERT INTO "Muniment_Change" VALUES(16,'2026-11-22T09:53:45.889727+00:00','ada','create_asset','Image','{}');
INSERT INTO "Muniment_Change" VALUES(17,'2026-11-22T09:53:45.925140+00:00','ada','add_column','Image','{"column": "Site"}');
INSERT INTO "Muniment_Change" VALUES(24,'2026-11-22T09:53:46.068985+00:00','ada','add_dataset_element_type','Subject','{}');
INSERT INTO "Muniment_Change" VALUES(25,'2026-11-22T09:53:46.079096+00:00','ada','add_dataset_element_type','Image','{}');
INSERT INTO "Muniment_Change" VALUES(26,'2026-11-22T09:53:46.089707+00:00','ada','add_dataset_element_type','Visit','{}');
INSERT INTO "Muniment_Change" VALUES(41,'2026-11-22T09:53:46.388627+00:00','ada','create_table','Draft','{}');
INSERT INTO "Muniment_Change" VALUES(43,'2026-11-22T09:53:46.412142+00:00','ada','rename_table','Draft','{"new_name": "Sample"}');
INSERT INTO "Muniment_Change" VALUES(44,'2026-11-22T09:53:46.491722+00:00','ada','rename_column','Sample','{"column": "Note", "new_name": "Remark"}');
INSERT INTO "Muniment_Change" VALUES(45,'2026-11-22T09:53:46.570753+00:00','ada','retype_column','Sample','{"column": "Count", "before": "text", "after": "int4", "kept_as": "Count__45"}');
INSERT INTO "Muniment_Change" VALUES(46,'2026-11-22T09:53:46.697908+00:00','ada','require_column','Sample','{"column": "Count", "default": 0, "filled": 1}');
INSERT INTO "Muniment_Change" VALUES(47,'2026-11-22T09:53:46.769711+00:00','ada','drop_column','Sample','{"column": "Gone", "kept_as": "Gone__47"}');
INSERT INTO "Muniment_Change" VALUES(49,'2026-11-22T09:53:46.884295+00:00','ada','create_table','Moved','{}');
INSERT INTO "Muniment_Change" VALUES(54,'2026-11-22T09:53:46.928144+00:00','ada','rename_column','Moved','{"column": "A", "new_name": "B"}');
INSERT INTO "Muniment_Change" VALUES(55,'2026-11-22T09:53:47.038170+00:00','ada','rename_table','Moved','{"new_name": "Settled"}');
CREATE TABLE "Muniment_Clock" (
	"ID" SMALLINT NOT NULL, 
	"Seq" BIGINT NOT NULL, 
	"Actor" TEXT, 
	"Execution" TEXT, 
	CONSTRAINT "Muniment_Clock_pkey" PRIMARY KEY ("ID")
);
INSERT INTO "Muniment_Clock" VALUES(1,58,NULL,NULL);
CREATE TABLE "Muniment_Environment" (
	"ID" TEXT NOT NULL, 
	"Content" JSON NOT NULL, 
	CONSTRAINT "Muniment_Environment_pkey" PRIMARY KEY ("ID")
);
CREATE TABLE "Muniment_Mark" (
	"Name" TEXT NOT NULL, 
	"RVS" BIGINT NOT NULL, 
	"Time" TIMESTAMPTZ NOT NULL, 
	"Actor" TEXT, 
	"Description" TEXT, 
	CONSTRAINT "Muniment_Mark_pkey" PRIMARY KEY ("Name")
);
INSERT INTO "Muniment_Mark" VALUES('before',51,'2026-11-22T09:53:46.908195+00:00','ada','What was there first');
CREATE TABLE "Muniment_RID" (
	"ID" SMALLINT NOT NULL, 
	"Next" BIGINT NOT NULL, 
	CONSTRAINT "Muniment_RID_pkey" PRIMARY KEY ("ID")
);
INSERT INTO "Muniment_RID" VALUES(1,18405654657);
CREATE TABLE "Muniment_Session" (
	"Execution" TEXT NOT NULL, 
	"Number" INTEGER NOT NULL, 
	"Host" TEXT, 
	"Process" BIGINT, 
	"Environment" TEXT, 
	"Details" JSON, 
	"Begun" TIMESTAMPTZ, 
	"Ended" TIMESTAMPTZ, 
	"Exit" TEXT, 
	"Usage" JSON, 
	"Message" TEXT, 
	"Told" TIMESTAMPTZ, 
	CONSTRAINT "Muniment_Session_pkey" PRIMARY KEY ("Execution", "Number"), 
	CONSTRAINT "Muniment_Session_Environment_fkey" FOREIGN KEY("Environment") REFERENCES "Muniment_Environment" ("ID")
);
INSERT INTO "Muniment_Session" VALUES('H4H-001W',1,NULL,NULL,NULL,'{}','2026-11-22T09:53:45.993466+00:00','2026-11-22T09:53:46.009391+00:00','ended','{"processor_seconds": 0.008, "memory": 88227840}',NULL,NULL);
INSERT INTO "Muniment_Session" VALUES('H4H-002T',1,NULL,NULL,NULL,'{}','2026-11-22T09:53:46.228945+00:00','2026-11-22T09:53:46.245675+00:00','ended','{"processor_seconds": 0.007, "memory": 95305728}','half way','2026-11-22T09:53:46.237666+00:00');
INSERT INTO "Muniment_Session" VALUES('H4H-0037',1,NULL,NULL,NULL,'{}','2026-11-22T09:53:47.124918+00:00','2026-11-22T09:53:47.130600+00:00','Traceback (most recent call last):
  File "***/tests/catalog/freeze.py", line 109, in fill
    1 / 0  # noqa: B018 (a run that fails)
    ~~^~~
ZeroDivisionError: division by zero
','{"processor_seconds": 0.003, "memory": 95698944}',NULL,NULL);
CREATE TABLE "Muniment_Table" (
	"Name" TEXT NOT NULL, 
	"Kind" TEXT NOT NULL, 
	"Definition" JSON NOT NULL, 
	"RVS" BIGINT NOT NULL, 
	"Dropped" TEXT, "ID" BIGINT, 
	CONSTRAINT "Muniment_Table_pkey" PRIMARY KEY ("Name")
);
INSERT INTO "Muniment_Table" VALUES('Stain','vocabulary','{"name": "Stain", "column_defs": [{"name": "ID", "type": "ermrest_curie", "nullok": false}, {"name": "URI", "type": "ermrest_uri", "nullok": false}, {"name": "Name", "nullok": false}, {"name": "Description", "type": "markdown", "nullok": false}, {"name": "Synonyms", "type": "text[]"}], "key_defs": [{"colnames": ["ID"]}, {"colnames": ["URI"]}, {"colnames": ["Name"]}], "comment": "How a slide was coloured", "kind": "vocabulary"}',2,NULL,1);
INSERT INTO "Muniment_Table" VALUES('Subject','table','{"name": "Subject", "column_defs": [{"name": "Name", "nullok": false}, {"name": "Age", "type": "int2", "default": 1}], "key_defs": [{"colnames": ["Name"]}], "comment": "Whom a scan shows"}',5,NULL,2);
INSERT INTO "Muniment_Table" VALUES('Visit','table','{"name": "Visit", "column_defs": [{"name": "Subject", "nullok": false}, {"name": "Note", "default": "it''s"}], "fkey_defs": [{"colnames": ["Subject"], "pk_tname": "Subject", "on_delete": "CASCADE"}]}',9,NULL,3);
INSERT INTO "Muniment_Table" VALUES('Every Type','table','{"name": "Every Type", "column_defs": [{"name": "A text"}, {"name": "A markdown", "type": "markdown"}, {"name": "A longtext", "type": "longtext"}, {"name": "A gene_sequence", "type": "gene_sequence"}, {"name": "A color_rgb_hex", "type": "color_rgb_hex"}, {"name": "A int2", "type": "int2"}, {"name": "A int4", "type": "int4"}, {"name": "A int8", "type": "int8"}, {"name": "A float4", "type": "float4"}, {"name": "A float8", "type": "float8"}, {"name": "A boolean", "type": "boolean"}, {"name": "A date", "type": "date"}, {"name": "A timestamp", "type": "timestamp"}, {"name": "A timestamptz", "type": "timestamptz"}, {"name": "A json", "type": "json"}, {"name": "A jsonb", "type": "jsonb"}, {"name": "A text_array", "type": "text[]"}]}',11,NULL,4);
INSERT INTO "Muniment_Table" VALUES('Old__15','table','{"name": "Old", "column_defs": [{"name": "Value"}]}',15,'Old',5);
INSERT INTO "Muniment_Table" VALUES('Image','asset','{"name": "Image", "column_defs": [{"name": "URL", "nullok": false, "comment": "Where the bytes are, relative to the store"}, {"name": "Filename", "comment": "Name of the file as it was uploaded"}, {"name": "Description", "type": "markdown"}, {"name": "Length", "type": "int8", "nullok": false, "comment": "Size in bytes"}, {"name": "MD5", "nullok": false, "comment": "MD5 of the bytes, hexadecimal"}, {"name": "SHA256", "comment": "SHA-256 of the bytes, hexadecimal"}, {"name": "Width", "type": "int4"}, {"name": "Subject", "comment": "The Subject, by its RID"}, {"name": "Stain", "comment": "The Stain, by its Name"}, {"name": "Site", "default": "Basel", "comment": "Where"}], "fkey_defs": [{"colnames": ["Subject"], "pk_tname": "Subject"}, {"colnames": ["Stain"], "pk_tname": "Stain", "pk_colnames": ["Name"]}], "kind": "asset"}',17,NULL,6);
INSERT INTO "Muniment_Table" VALUES('Image_Asset_Type','association','{"name": "Image_Asset_Type", "column_defs": [{"name": "Image", "nullok": false, "comment": "The Image, by its RID"}, {"name": "Asset_Type", "nullok": false, "comment": "The Asset_Type, by its Name"}], "key_defs": [{"colnames": ["Image", "Asset_Type"]}], "fkey_defs": [{"colnames": ["Image"], "pk_tname": "Image", "on_delete": "CASCADE"}, {"colnames": ["Asset_Type"], "pk_tname": "Asset_Type", "pk_colnames": ["Name"]}], "comment": "The types of each Image", "kind": "association"}',16,NULL,7);
INSERT INTO "Muniment_Table" VALUES('Image_Execution','association','{"name": "Image_Execution", "column_defs": [{"name": "Image", "nullok": false, "comment": "The Image, by its RID"}, {"name": "Execution", "nullok": false, "comment": "The Execution, by its RID"}, {"name": "Asset_Role", "comment": "The Asset_Role, by its Name"}], "key_defs": [{"colnames": ["Image", "Execution", "Asset_Role"]}], "fkey_defs": [{"colnames": ["Image"], "pk_tname": "Image", "on_delete": "CASCADE"}, {"colnames": ["Execution"], "pk_tname": "Execution"}, {"colnames": ["Asset_Role"], "pk_tname": "Asset_Role", "pk_colnames": ["Name"]}], "comment": "The executions that made or read each Image", "kind": "association"}',16,NULL,8);
INSERT INTO "Muniment_Table" VALUES('Dataset_Subject','association','{"name": "Dataset_Subject", "column_defs": [{"name": "Dataset", "nullok": false, "comment": "The Dataset, by its RID"}, {"name": "Subject", "nullok": false, "comment": "The Subject, by its RID"}], "key_defs": [{"colnames": ["Dataset", "Subject"]}], "fkey_defs": [{"colnames": ["Dataset"], "pk_tname": "Dataset", "on_delete": "CASCADE"}, {"colnames": ["Subject"], "pk_tname": "Subject"}], "comment": "The Subject members of datasets", "kind": "association"}',24,NULL,9);
INSERT INTO "Muniment_Table" VALUES('Dataset_Image','association','{"name": "Dataset_Image", "column_defs": [{"name": "Dataset", "nullok": false, "comment": "The Dataset, by its RID"}, {"name": "Image", "nullok": false, "comment": "The Image, by its RID"}], "key_defs": [{"colnames": ["Dataset", "Image"]}], "fkey_defs": [{"colnames": ["Dataset"], "pk_tname": "Dataset", "on_delete": "CASCADE"}, {"colnames": ["Image"], "pk_tname": "Image"}], "comment": "The Image members of datasets", "kind": "association"}',25,NULL,10);
INSERT INTO "Muniment_Table" VALUES('Dataset_Visit','association','{"name": "Dataset_Visit", "column_defs": [{"name": "Dataset", "nullok": false, "comment": "The Dataset, by its RID"}, {"name": "Visit", "nullok": false, "comment": "The Visit, by its RID"}], "key_defs": [{"colnames": ["Dataset", "Visit"]}], "fkey_defs": [{"colnames": ["Dataset"], "pk_tname": "Dataset", "on_delete": "CASCADE"}, {"colnames": ["Visit"], "pk_tname": "Visit"}], "comment": "The Visit members of datasets", "kind": "association"}',26,NULL,11);
INSERT INTO "Muniment_Table" VALUES('Sample','table','{"name": "Sample", "column_defs": [{"name": "Count", "type": "int4", "nullok": false, "default": 0}, {"name": "Remark", "nullok": false, "default": "-"}], "hidden": [{"hidden_name": "Count__45", "column": {"name": "Count"}}, {"hidden_name": "Gone__47", "column": {"name": "Gone"}, "key_defs": [{"colnames": ["Gone__47"]}]}]}',47,NULL,12);
INSERT INTO "Muniment_Table" VALUES('Settled','table','{"name": "Settled", "column_defs": [{"name": "B"}]}',55,NULL,13);
CREATE TABLE "Muniment_Table__history" (
	"ID" BIGINT NOT NULL, 
	"RVS" BIGINT NOT NULL, 
	"Muniment_Until" BIGINT NOT NULL, 
	"Name" TEXT NOT NULL, 
	"Kind" TEXT NOT NULL, 
	"Definition" JSON NOT NULL, 
	"Dropped" TEXT, 
	CONSTRAINT "Muniment_Table__history_pkey" PRIMARY KEY ("ID", "RVS")
);
INSERT INTO "Muniment_Table__history" VALUES(5,13,15,'Old','table','{"name": "Old", "column_defs": [{"name": "Value"}]}',NULL);
INSERT INTO "Muniment_Table__history" VALUES(6,16,17,'Image','asset','{"name": "Image", "column_defs": [{"name": "URL", "nullok": false, "comment": "Where the bytes are, relative to the store"}, {"name": "Filename", "comment": "Name of the file as it was uploaded"}, {"name": "Description", "type": "markdown"}, {"name": "Length", "type": "int8", "nullok": false, "comment": "Size in bytes"}, {"name": "MD5", "nullok": false, "comment": "MD5 of the bytes, hexadecimal"}, {"name": "SHA256", "comment": "SHA-256 of the bytes, hexadecimal"}, {"name": "Width", "type": "int4"}, {"name": "Subject", "comment": "The Subject, by its RID"}, {"name": "Stain", "comment": "The Stain, by its Name"}], "fkey_defs": [{"colnames": ["Subject"], "pk_tname": "Subject"}, {"colnames": ["Stain"], "pk_tname": "Stain", "pk_colnames": ["Name"]}], "kind": "asset"}',NULL);
INSERT INTO "Muniment_Table__history" VALUES(12,41,43,'Draft','table','{"name": "Draft", "column_defs": [{"name": "Count"}, {"name": "Note", "nullok": false, "default": "-"}, {"name": "Gone"}], "key_defs": [{"colnames": ["Gone"]}]}',NULL);
INSERT INTO "Muniment_Table__history" VALUES(12,43,44,'Sample','table','{"name": "Sample", "column_defs": [{"name": "Count"}, {"name": "Note", "nullok": false, "default": "-"}, {"name": "Gone"}], "key_defs": [{"colnames": ["Gone"]}]}',NULL);
INSERT INTO "Muniment_Table__history" VALUES(12,44,45,'Sample','table','{"name": "Sample", "column_defs": [{"name": "Count"}, {"name": "Remark", "nullok": false, "default": "-"}, {"name": "Gone"}], "key_defs": [{"colnames": ["Gone"]}]}',NULL);
INSERT INTO "Muniment_Table__history" VALUES(12,45,46,'Sample','table','{"name": "Sample", "column_defs": [{"name": "Count", "type": "int4"}, {"name": "Remark", "nullok": false, "default": "-"}, {"name": "Gone"}], "key_defs": [{"colnames": ["Gone"]}], "hidden": [{"hidden_name": "Count__45", "column": {"name": "Count"}}]}',NULL);
INSERT INTO "Muniment_Table__history" VALUES(12,46,47,'Sample','table','{"name": "Sample", "column_defs": [{"name": "Count", "type": "int4", "nullok": false, "default": 0}, {"name": "Remark", "nullok": false, "default": "-"}, {"name": "Gone"}], "key_defs": [{"colnames": ["Gone"]}], "hidden": [{"hidden_name": "Count__45", "column": {"name": "Count"}}]}',NULL);
INSERT INTO "Muniment_Table__history" VALUES(13,49,54,'Moved','table','{"name": "Moved", "column_defs": [{"name": "A"}]}',NULL);
INSERT INTO "Muniment_Table__history" VALUES(13,54,55,'Moved','table','{"name": "Moved", "column_defs": [{"name": "B"}]}',NULL);
CREATE TABLE "Muniment_Transaction" (
	"RVS" BIGINT NOT NULL, 
	"Time" TIMESTAMPTZ NOT NULL, 
	"Actor" TEXT, 
	"Execution" TEXT, 
	CONSTRAINT "Muniment_Transaction_pkey" PRIMARY KEY ("RVS")
);
INSERT INTO "Muniment_Transaction" VALUES(1,'2026-11-22T09:53:45.646473+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(2,'2026-11-22T09:53:45.691579+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(3,'2026-11-22T09:53:45.713095+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(4,'2026-11-22T09:53:45.720368+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(5,'2026-11-22T09:53:45.728322+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(6,'2026-11-22T09:53:45.736886+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(7,'2026-11-22T09:53:45.744486+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(8,'2026-11-22T09:53:45.745652+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(9,'2026-11-22T09:53:45.756327+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(10,'2026-11-22T09:53:45.773250+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(11,'2026-11-22T09:53:45.780267+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(12,'2026-11-22T09:53:45.797885+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(13,'2026-11-22T09:53:45.804192+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(14,'2026-11-22T09:53:45.821514+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(15,'2026-11-22T09:53:45.832266+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(16,'2026-11-22T09:53:45.889727+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(17,'2026-11-22T09:53:45.925140+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(18,'2026-11-22T09:53:45.969526+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(19,'2026-11-22T09:53:45.988350+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(20,'2026-11-22T09:53:45.993466+00:00','ada','H4H-001W');
INSERT INTO "Muniment_Transaction" VALUES(21,'2026-11-22T09:53:46.009391+00:00','ada','H4H-001W');
INSERT INTO "Muniment_Transaction" VALUES(22,'2026-11-22T09:53:46.023149+00:00','ada','H4H-001W');
INSERT INTO "Muniment_Transaction" VALUES(23,'2026-11-22T09:53:46.048737+00:00','ada','H4H-001W');
INSERT INTO "Muniment_Transaction" VALUES(24,'2026-11-22T09:53:46.068985+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(25,'2026-11-22T09:53:46.079096+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(26,'2026-11-22T09:53:46.089707+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(27,'2026-11-22T09:53:46.105595+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(28,'2026-11-22T09:53:46.144612+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(29,'2026-11-22T09:53:46.150727+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(30,'2026-11-22T09:53:46.168326+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(31,'2026-11-22T09:53:46.182811+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(32,'2026-11-22T09:53:46.192887+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(33,'2026-11-22T09:53:46.202788+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(34,'2026-11-22T09:53:46.220711+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(35,'2026-11-22T09:53:46.228945+00:00','ada','H4H-002T');
INSERT INTO "Muniment_Transaction" VALUES(36,'2026-11-22T09:53:46.237666+00:00','ada','H4H-002T');
INSERT INTO "Muniment_Transaction" VALUES(37,'2026-11-22T09:53:46.245675+00:00','ada','H4H-002T');
INSERT INTO "Muniment_Transaction" VALUES(38,'2026-11-22T09:53:46.258114+00:00','ada','H4H-002T');
INSERT INTO "Muniment_Transaction" VALUES(39,'2026-11-22T09:53:46.276552+00:00','ada','H4H-002T');
INSERT INTO "Muniment_Transaction" VALUES(40,'2026-11-22T09:53:46.304115+00:00','ada','H4H-001C');
INSERT INTO "Muniment_Transaction" VALUES(41,'2026-11-22T09:53:46.388627+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(42,'2026-11-22T09:53:46.406625+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(43,'2026-11-22T09:53:46.412142+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(44,'2026-11-22T09:53:46.491722+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(45,'2026-11-22T09:53:46.570753+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(46,'2026-11-22T09:53:46.697908+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(47,'2026-11-22T09:53:46.769711+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(48,'2026-11-22T09:53:46.869054+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(49,'2026-11-22T09:53:46.884295+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(50,'2026-11-22T09:53:46.902831+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(51,'2026-11-22T09:53:46.908195+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(52,'2026-11-22T09:53:46.912378+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(53,'2026-11-22T09:53:46.921818+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(54,'2026-11-22T09:53:46.928144+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(55,'2026-11-22T09:53:47.038170+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(56,'2026-11-22T09:53:47.120549+00:00','ada',NULL);
INSERT INTO "Muniment_Transaction" VALUES(57,'2026-11-22T09:53:47.124918+00:00','ada','H4H-0037');
INSERT INTO "Muniment_Transaction" VALUES(58,'2026-11-22T09:53:47.130600+00:00','ada','H4H-0037');
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
INSERT INTO "Old__15" VALUES('H4H-001R','2026-11-22T09:53:45.821514+00:00','2026-11-22T09:53:45.821514+00:00','ada','ada',14,'kept');
CREATE TABLE "Old__15__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Value" TEXT);
CREATE TABLE "Sample" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"Count" INTEGER DEFAULT 0 NOT NULL, 
	"Remark" TEXT DEFAULT '-' NOT NULL, 
	"Count__45" TEXT, 
	"Gone__47" TEXT, 
	CONSTRAINT "Sample_pkey" PRIMARY KEY ("RID")
);
INSERT INTO "Sample" VALUES('H4H-0033','2026-11-22T09:53:46.406625+00:00','2026-11-22T09:53:46.406625+00:00','ada','ada',42,7,'-','7','was here');
INSERT INTO "Sample" VALUES('H4H-0034','2026-11-22T09:53:46.406625+00:00','2026-11-22T09:53:46.697908+00:00','ada','ada',46,0,'second',NULL,NULL);
CREATE TABLE "Sample__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Count__45" TEXT, "Remark" TEXT, "Gone__47" TEXT, "Count" INTEGER);
INSERT INTO "Sample__history" VALUES(46,'H4H-0034','2026-11-22T09:53:46.406625+00:00','2026-11-22T09:53:46.406625+00:00','ada','ada',42,NULL,'second',NULL,NULL);
INSERT INTO "Sample__history" VALUES(53,'H4H-0035','2026-11-22T09:53:46.869054+00:00','2026-11-22T09:53:46.869054+00:00','ada','ada',48,NULL,'short-lived',NULL,1);
CREATE TABLE "Settled" (
	"RID" TEXT NOT NULL, 
	"RCT" TIMESTAMPTZ NOT NULL, 
	"RMT" TIMESTAMPTZ NOT NULL, 
	"RCB" TEXT, 
	"RMB" TEXT, 
	"RVS" BIGINT, 
	"B" TEXT, 
	CONSTRAINT "Moved_pkey" PRIMARY KEY ("RID")
);
INSERT INTO "Settled" VALUES('H4H-0036','2026-11-22T09:53:46.902831+00:00','2026-11-22T09:53:46.902831+00:00','ada','ada',50,'a');
CREATE TABLE "Settled__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "B" TEXT);
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
	CONSTRAINT "Stain_URI_key" UNIQUE ("URI"), 
	CONSTRAINT "Stain_ID_key" UNIQUE ("ID")
);
INSERT INTO "Stain" VALUES('H4H-001D','2026-11-22T09:53:45.713095+00:00','2026-11-22T09:53:45.713095+00:00','ada','ada',3,'muniment:H4H-001D','/id/H4H-001D','H&E','Haematoxylin and eosin','["HE", "hematoxylin"]');
CREATE TABLE "Stain__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "ID" TEXT, "URI" TEXT, "Name" TEXT, "Description" TEXT, "Synonyms" JSON);
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
INSERT INTO "Subject" VALUES('H4H-001F','2026-11-22T09:53:45.736886+00:00','2026-11-22T09:53:46.912378+00:00','ada','ada',52,'Ada',37);
INSERT INTO "Subject" VALUES('H4H-001G','2026-11-22T09:53:45.736886+00:00','2026-11-22T09:53:45.736886+00:00','ada','ada',6,'Größe 数',1);
INSERT INTO "Subject" VALUES('H4H-001H','2026-11-22T09:53:45.736886+00:00','2026-11-22T09:53:45.736886+00:00','ada','ada',6,'O''Hara',1);
CREATE TABLE "Subject__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Name" TEXT, "Age" SMALLINT);
INSERT INTO "Subject__history" VALUES(8,'H4H-001J','2026-11-22T09:53:45.744486+00:00','2026-11-22T09:53:45.744486+00:00','ada','ada',7,'gone',1);
INSERT INTO "Subject__history" VALUES(52,'H4H-001F','2026-11-22T09:53:45.736886+00:00','2026-11-22T09:53:45.736886+00:00','ada','ada',6,'Ada',36);
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
INSERT INTO "Visit" VALUES('H4H-001K','2026-11-22T09:53:45.773250+00:00','2026-11-22T09:53:45.773250+00:00','ada','ada',10,'H4H-001F','it''s');
INSERT INTO "Visit" VALUES('H4H-001M','2026-11-22T09:53:45.773250+00:00','2026-11-22T09:53:45.773250+00:00','ada','ada',10,'H4H-001G','it''s');
INSERT INTO "Visit" VALUES('H4H-001N','2026-11-22T09:53:45.773250+00:00','2026-11-22T09:53:45.773250+00:00','ada','ada',10,'H4H-001H','it''s');
CREATE TABLE "Visit__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Subject" TEXT, "Note" TEXT);
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
INSERT INTO "Workflow" VALUES('H4H-001B','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'Unknown provenance','Where an asset comes from that no known execution made','tag:muniment,unknown-provenance:workflow',NULL,NULL);
INSERT INTO "Workflow" VALUES('H4H-001T','2026-11-22T09:53:45.969526+00:00','2026-11-22T09:53:45.969526+00:00','ada','ada',18,'Scan','','https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py','166a14794300c2c38934522ca8206cbe39a82085','26258d9');
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
INSERT INTO "Workflow_Type" VALUES('H4H-000A','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000A','/id/H4H-000A','Training','Trains a model','[]');
INSERT INTO "Workflow_Type" VALUES('H4H-000B','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000B','/id/H4H-000B','Testing','Tests a model','[]');
INSERT INTO "Workflow_Type" VALUES('H4H-000C','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000C','/id/H4H-000C','Prediction','Applies a model to data','[]');
INSERT INTO "Workflow_Type" VALUES('H4H-000D','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000D','/id/H4H-000D','Feature_Creation','Computes or assigns features','[]');
INSERT INTO "Workflow_Type" VALUES('H4H-000E','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000E','/id/H4H-000E','Visualization','Draws figures','[]');
INSERT INTO "Workflow_Type" VALUES('H4H-000F','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000F','/id/H4H-000F','Analysis','Analyses data','[]');
INSERT INTO "Workflow_Type" VALUES('H4H-000G','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000G','/id/H4H-000G','Ingest','Brings data into the catalog','[]');
INSERT INTO "Workflow_Type" VALUES('H4H-000H','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000H','/id/H4H-000H','Data_Cleaning','Mends or removes data','[]');
INSERT INTO "Workflow_Type" VALUES('H4H-000J','2026-11-22T09:53:45.646473+00:00','2026-11-22T09:53:45.646473+00:00','ada','ada',1,'muniment:H4H-000J','/id/H4H-000J','Dataset_Management','Makes, splits or releases datasets','[]');
CREATE TABLE "Workflow_Type__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "ID" TEXT, "URI" TEXT, "Name" TEXT, "Description" TEXT, "Synonyms" JSON);
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
INSERT INTO "Workflow_Workflow_Type" VALUES('H4H-001V','2026-11-22T09:53:45.969526+00:00','2026-11-22T09:53:45.969526+00:00','ada','ada',18,'H4H-001T','Ingest');
CREATE TABLE "Workflow_Workflow_Type__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Workflow" TEXT, "Workflow_Type" TEXT);
CREATE TABLE "Workflow__history" ("Muniment_Until" BIGINT NOT NULL, "RID" TEXT, "RCT" TIMESTAMPTZ, "RMT" TIMESTAMPTZ, "RCB" TEXT, "RMB" TEXT, "RVS" BIGINT, "Name" TEXT, "Description" TEXT, "URL" TEXT, "Checksum" TEXT, "Version" TEXT);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
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
CREATE INDEX "Muniment_Session_Environment_idx" ON "Muniment_Session" ("Environment");
CREATE UNIQUE INDEX "Dataset_Type__history_rid" ON "Dataset_Type__history" ("RID", "RVS");
CREATE INDEX "Dataset_Type__history_until" ON "Dataset_Type__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_Dataset_Type" BEFORE INSERT ON "Dataset_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Type" WHERE ("ID" = NEW."ID") OR ("Name" = NEW."Name") OR ("RID" = NEW."RID") OR ("URI" = NEW."URI")); END;
CREATE TRIGGER "muniment_insert_Dataset_Type" AFTER INSERT ON "Dataset_Type" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Dataset_Type" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Dataset_Type" BEFORE UPDATE OF "RID", "RCT", "RCB", "ID", "URI", "Name", "Description", "Synonyms" ON "Dataset_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Type" WHERE "RID" IS NOT OLD."RID" AND (("ID" = NEW."ID") OR ("Name" = NEW."Name") OR ("RID" = NEW."RID") OR ("URI" = NEW."URI"))); END;
CREATE TRIGGER "muniment_update_Dataset_Type" AFTER UPDATE OF "RID", "RCT", "RCB", "ID", "URI", "Name", "Description", "Synonyms" ON "Dataset_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "ID", "URI", "Name", "Description", "Synonyms") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."ID", OLD."URI", OLD."Name", OLD."Description", OLD."Synonyms" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Dataset_Type" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Dataset_Type"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Dataset_Type" BEFORE UPDATE OF "RID", "RVS" ON "Dataset_Type" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Dataset_Type" AFTER DELETE ON "Dataset_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "ID", "URI", "Name", "Description", "Synonyms") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."ID", OLD."URI", OLD."Name", OLD."Description", OLD."Synonyms" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Workflow_Type__history_rid" ON "Workflow_Type__history" ("RID", "RVS");
CREATE INDEX "Workflow_Type__history_until" ON "Workflow_Type__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_Workflow_Type" BEFORE INSERT ON "Workflow_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Workflow_Type" WHERE ("ID" = NEW."ID") OR ("Name" = NEW."Name") OR ("RID" = NEW."RID") OR ("URI" = NEW."URI")); END;
CREATE TRIGGER "muniment_insert_Workflow_Type" AFTER INSERT ON "Workflow_Type" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Workflow_Type" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Workflow_Type" BEFORE UPDATE OF "RID", "RCT", "RCB", "ID", "URI", "Name", "Description", "Synonyms" ON "Workflow_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Workflow_Type" WHERE "RID" IS NOT OLD."RID" AND (("ID" = NEW."ID") OR ("Name" = NEW."Name") OR ("RID" = NEW."RID") OR ("URI" = NEW."URI"))); END;
CREATE TRIGGER "muniment_update_Workflow_Type" AFTER UPDATE OF "RID", "RCT", "RCB", "ID", "URI", "Name", "Description", "Synonyms" ON "Workflow_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Workflow_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "ID", "URI", "Name", "Description", "Synonyms") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."ID", OLD."URI", OLD."Name", OLD."Description", OLD."Synonyms" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Workflow_Type" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Workflow_Type"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Workflow_Type" BEFORE UPDATE OF "RID", "RVS" ON "Workflow_Type" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Workflow_Type" AFTER DELETE ON "Workflow_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Workflow_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "ID", "URI", "Name", "Description", "Synonyms") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."ID", OLD."URI", OLD."Name", OLD."Description", OLD."Synonyms" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Asset_Type__history_rid" ON "Asset_Type__history" ("RID", "RVS");
CREATE INDEX "Asset_Type__history_until" ON "Asset_Type__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_Asset_Type" BEFORE INSERT ON "Asset_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Asset_Type" WHERE ("ID" = NEW."ID") OR ("Name" = NEW."Name") OR ("RID" = NEW."RID") OR ("URI" = NEW."URI")); END;
CREATE TRIGGER "muniment_insert_Asset_Type" AFTER INSERT ON "Asset_Type" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Asset_Type" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Asset_Type" BEFORE UPDATE OF "RID", "RCT", "RCB", "ID", "URI", "Name", "Description", "Synonyms" ON "Asset_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Asset_Type" WHERE "RID" IS NOT OLD."RID" AND (("ID" = NEW."ID") OR ("Name" = NEW."Name") OR ("RID" = NEW."RID") OR ("URI" = NEW."URI"))); END;
CREATE TRIGGER "muniment_update_Asset_Type" AFTER UPDATE OF "RID", "RCT", "RCB", "ID", "URI", "Name", "Description", "Synonyms" ON "Asset_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Asset_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "ID", "URI", "Name", "Description", "Synonyms") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."ID", OLD."URI", OLD."Name", OLD."Description", OLD."Synonyms" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Asset_Type" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Asset_Type"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Asset_Type" BEFORE UPDATE OF "RID", "RVS" ON "Asset_Type" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Asset_Type" AFTER DELETE ON "Asset_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Asset_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "ID", "URI", "Name", "Description", "Synonyms") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."ID", OLD."URI", OLD."Name", OLD."Description", OLD."Synonyms" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Asset_Role__history_rid" ON "Asset_Role__history" ("RID", "RVS");
CREATE INDEX "Asset_Role__history_until" ON "Asset_Role__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_Asset_Role" BEFORE INSERT ON "Asset_Role" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Asset_Role" WHERE ("ID" = NEW."ID") OR ("Name" = NEW."Name") OR ("RID" = NEW."RID") OR ("URI" = NEW."URI")); END;
CREATE TRIGGER "muniment_insert_Asset_Role" AFTER INSERT ON "Asset_Role" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Asset_Role" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Asset_Role" BEFORE UPDATE OF "RID", "RCT", "RCB", "ID", "URI", "Name", "Description", "Synonyms" ON "Asset_Role" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Asset_Role" WHERE "RID" IS NOT OLD."RID" AND (("ID" = NEW."ID") OR ("Name" = NEW."Name") OR ("RID" = NEW."RID") OR ("URI" = NEW."URI"))); END;
CREATE TRIGGER "muniment_update_Asset_Role" AFTER UPDATE OF "RID", "RCT", "RCB", "ID", "URI", "Name", "Description", "Synonyms" ON "Asset_Role" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Asset_Role__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "ID", "URI", "Name", "Description", "Synonyms") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."ID", OLD."URI", OLD."Name", OLD."Description", OLD."Synonyms" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Asset_Role" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Asset_Role"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Asset_Role" BEFORE UPDATE OF "RID", "RVS" ON "Asset_Role" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Asset_Role" AFTER DELETE ON "Asset_Role" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Asset_Role__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "ID", "URI", "Name", "Description", "Synonyms") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."ID", OLD."URI", OLD."Name", OLD."Description", OLD."Synonyms" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Execution_Status__history_rid" ON "Execution_Status__history" ("RID", "RVS");
CREATE INDEX "Execution_Status__history_until" ON "Execution_Status__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_Execution_Status" BEFORE INSERT ON "Execution_Status" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Status" WHERE ("ID" = NEW."ID") OR ("Name" = NEW."Name") OR ("RID" = NEW."RID") OR ("URI" = NEW."URI")); END;
CREATE TRIGGER "muniment_insert_Execution_Status" AFTER INSERT ON "Execution_Status" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Execution_Status" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Execution_Status" BEFORE UPDATE OF "RID", "RCT", "RCB", "ID", "URI", "Name", "Description", "Synonyms" ON "Execution_Status" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Status" WHERE "RID" IS NOT OLD."RID" AND (("ID" = NEW."ID") OR ("Name" = NEW."Name") OR ("RID" = NEW."RID") OR ("URI" = NEW."URI"))); END;
CREATE TRIGGER "muniment_update_Execution_Status" AFTER UPDATE OF "RID", "RCT", "RCB", "ID", "URI", "Name", "Description", "Synonyms" ON "Execution_Status" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Status__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "ID", "URI", "Name", "Description", "Synonyms") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."ID", OLD."URI", OLD."Name", OLD."Description", OLD."Synonyms" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Execution_Status" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Execution_Status"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Execution_Status" BEFORE UPDATE OF "RID", "RVS" ON "Execution_Status" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Execution_Status" AFTER DELETE ON "Execution_Status" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Status__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "ID", "URI", "Name", "Description", "Synonyms") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."ID", OLD."URI", OLD."Name", OLD."Description", OLD."Synonyms" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Feature_Name__history_rid" ON "Feature_Name__history" ("RID", "RVS");
CREATE INDEX "Feature_Name__history_until" ON "Feature_Name__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_Feature_Name" BEFORE INSERT ON "Feature_Name" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Feature_Name" WHERE ("ID" = NEW."ID") OR ("Name" = NEW."Name") OR ("RID" = NEW."RID") OR ("URI" = NEW."URI")); END;
CREATE TRIGGER "muniment_insert_Feature_Name" AFTER INSERT ON "Feature_Name" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Feature_Name" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Feature_Name" BEFORE UPDATE OF "RID", "RCT", "RCB", "ID", "URI", "Name", "Description", "Synonyms" ON "Feature_Name" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Feature_Name" WHERE "RID" IS NOT OLD."RID" AND (("ID" = NEW."ID") OR ("Name" = NEW."Name") OR ("RID" = NEW."RID") OR ("URI" = NEW."URI"))); END;
CREATE TRIGGER "muniment_update_Feature_Name" AFTER UPDATE OF "RID", "RCT", "RCB", "ID", "URI", "Name", "Description", "Synonyms" ON "Feature_Name" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Feature_Name__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "ID", "URI", "Name", "Description", "Synonyms") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."ID", OLD."URI", OLD."Name", OLD."Description", OLD."Synonyms" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Feature_Name" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Feature_Name"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Feature_Name" BEFORE UPDATE OF "RID", "RVS" ON "Feature_Name" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Feature_Name" AFTER DELETE ON "Feature_Name" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Feature_Name__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "ID", "URI", "Name", "Description", "Synonyms") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."ID", OLD."URI", OLD."Name", OLD."Description", OLD."Synonyms" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Workflow__history_rid" ON "Workflow__history" ("RID", "RVS");
CREATE INDEX "Workflow__history_until" ON "Workflow__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_Workflow" BEFORE INSERT ON "Workflow" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Workflow" WHERE ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Workflow" AFTER INSERT ON "Workflow" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Workflow" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Workflow" BEFORE UPDATE OF "RID", "RCT", "RCB", "Name", "Description", "URL", "Checksum", "Version" ON "Workflow" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Workflow" WHERE "RID" IS NOT OLD."RID" AND (("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Workflow" AFTER UPDATE OF "RID", "RCT", "RCB", "Name", "Description", "URL", "Checksum", "Version" ON "Workflow" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Workflow__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Name", "Description", "URL", "Checksum", "Version") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Name", OLD."Description", OLD."URL", OLD."Checksum", OLD."Version" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Workflow" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Workflow"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Workflow" BEFORE UPDATE OF "RID", "RVS" ON "Workflow" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Workflow" AFTER DELETE ON "Workflow" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Workflow__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Name", "Description", "URL", "Checksum", "Version") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Name", OLD."Description", OLD."URL", OLD."Checksum", OLD."Version" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Workflow_Workflow_Type__history_rid" ON "Workflow_Workflow_Type__history" ("RID", "RVS");
CREATE INDEX "Workflow_Workflow_Type__history_until" ON "Workflow_Workflow_Type__history" ("Muniment_Until", "RID");
CREATE INDEX "Workflow_Workflow_Type__history_Workflow_idx" ON "Workflow_Workflow_Type__history" ("Workflow");
CREATE TRIGGER "muniment_guard_Workflow_Workflow_Type" BEFORE INSERT ON "Workflow_Workflow_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Workflow_Workflow_Type" WHERE ("RID" = NEW."RID") OR ("Workflow" = NEW."Workflow" AND "Workflow_Type" = NEW."Workflow_Type")); END;
CREATE TRIGGER "muniment_insert_Workflow_Workflow_Type" AFTER INSERT ON "Workflow_Workflow_Type" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Workflow_Workflow_Type" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Workflow_Workflow_Type" BEFORE UPDATE OF "RID", "RCT", "RCB", "Workflow", "Workflow_Type" ON "Workflow_Workflow_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Workflow_Workflow_Type" WHERE "RID" IS NOT OLD."RID" AND (("RID" = NEW."RID") OR ("Workflow" = NEW."Workflow" AND "Workflow_Type" = NEW."Workflow_Type"))); END;
CREATE TRIGGER "muniment_update_Workflow_Workflow_Type" AFTER UPDATE OF "RID", "RCT", "RCB", "Workflow", "Workflow_Type" ON "Workflow_Workflow_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Workflow_Workflow_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Workflow", "Workflow_Type") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Workflow", OLD."Workflow_Type" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Workflow_Workflow_Type" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Workflow_Workflow_Type"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Workflow_Workflow_Type" BEFORE UPDATE OF "RID", "RVS" ON "Workflow_Workflow_Type" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Workflow_Workflow_Type" AFTER DELETE ON "Workflow_Workflow_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Workflow_Workflow_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Workflow", "Workflow_Type") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Workflow", OLD."Workflow_Type" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Execution__history_rid" ON "Execution__history" ("RID", "RVS");
CREATE INDEX "Execution__history_until" ON "Execution__history" ("Muniment_Until", "RID");
CREATE INDEX "Execution__history_Workflow_idx" ON "Execution__history" ("Workflow");
CREATE TRIGGER "muniment_guard_Execution" BEFORE INSERT ON "Execution" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution" WHERE ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Execution" AFTER INSERT ON "Execution" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Execution" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Execution" BEFORE UPDATE OF "RID", "RCT", "RCB", "Workflow", "Description", "Execution_Duration", "Download_Duration", "Upload_Duration", "Status", "Status_Detail", "Start_Time", "Stop_Time", "Configuration" ON "Execution" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution" WHERE "RID" IS NOT OLD."RID" AND (("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Execution" AFTER UPDATE OF "RID", "RCT", "RCB", "Workflow", "Description", "Execution_Duration", "Download_Duration", "Upload_Duration", "Status", "Status_Detail", "Start_Time", "Stop_Time", "Configuration" ON "Execution" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Workflow", "Description", "Execution_Duration", "Download_Duration", "Upload_Duration", "Status", "Status_Detail", "Start_Time", "Stop_Time", "Configuration") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Workflow", OLD."Description", OLD."Execution_Duration", OLD."Download_Duration", OLD."Upload_Duration", OLD."Status", OLD."Status_Detail", OLD."Start_Time", OLD."Stop_Time", OLD."Configuration" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Execution" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Execution"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Execution" BEFORE UPDATE OF "RID", "RVS" ON "Execution" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Execution" AFTER DELETE ON "Execution" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Workflow", "Description", "Execution_Duration", "Download_Duration", "Upload_Duration", "Status", "Status_Detail", "Start_Time", "Stop_Time", "Configuration") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Workflow", OLD."Description", OLD."Execution_Duration", OLD."Download_Duration", OLD."Upload_Duration", OLD."Status", OLD."Status_Detail", OLD."Start_Time", OLD."Stop_Time", OLD."Configuration" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Execution_Execution__history_rid" ON "Execution_Execution__history" ("RID", "RVS");
CREATE INDEX "Execution_Execution__history_until" ON "Execution_Execution__history" ("Muniment_Until", "RID");
CREATE INDEX "Execution_Execution__history_Execution_idx" ON "Execution_Execution__history" ("Execution");
CREATE INDEX "Execution_Execution__history_Nested_Execution_idx" ON "Execution_Execution__history" ("Nested_Execution");
CREATE TRIGGER "muniment_guard_Execution_Execution" BEFORE INSERT ON "Execution_Execution" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Execution" WHERE ("Execution" = NEW."Execution" AND "Nested_Execution" = NEW."Nested_Execution") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Execution_Execution" AFTER INSERT ON "Execution_Execution" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Execution_Execution" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Execution_Execution" BEFORE UPDATE OF "RID", "RCT", "RCB", "Execution", "Nested_Execution", "Sequence" ON "Execution_Execution" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Execution" WHERE "RID" IS NOT OLD."RID" AND (("Execution" = NEW."Execution" AND "Nested_Execution" = NEW."Nested_Execution") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Execution_Execution" AFTER UPDATE OF "RID", "RCT", "RCB", "Execution", "Nested_Execution", "Sequence" ON "Execution_Execution" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Execution__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Execution", "Nested_Execution", "Sequence") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Execution", OLD."Nested_Execution", OLD."Sequence" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Execution_Execution" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Execution_Execution"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Execution_Execution" BEFORE UPDATE OF "RID", "RVS" ON "Execution_Execution" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Execution_Execution" AFTER DELETE ON "Execution_Execution" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Execution__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Execution", "Nested_Execution", "Sequence") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Execution", OLD."Nested_Execution", OLD."Sequence" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Dataset__history_rid" ON "Dataset__history" ("RID", "RVS");
CREATE INDEX "Dataset__history_until" ON "Dataset__history" ("Muniment_Until", "RID");
CREATE INDEX "Dataset__history_Version_idx" ON "Dataset__history" ("Version");
CREATE TRIGGER "muniment_guard_Dataset" BEFORE INSERT ON "Dataset" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset" WHERE ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Dataset" AFTER INSERT ON "Dataset" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Dataset" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Dataset" BEFORE UPDATE OF "RID", "RCT", "RCB", "Description", "Deleted", "Version" ON "Dataset" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset" WHERE "RID" IS NOT OLD."RID" AND (("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Dataset" AFTER UPDATE OF "RID", "RCT", "RCB", "Description", "Deleted", "Version" ON "Dataset" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Description", "Deleted", "Version") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Description", OLD."Deleted", OLD."Version" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Dataset" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Dataset"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Dataset" BEFORE UPDATE OF "RID", "RVS" ON "Dataset" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Dataset" AFTER DELETE ON "Dataset" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Description", "Deleted", "Version") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Description", OLD."Deleted", OLD."Version" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Dataset_Version__history_rid" ON "Dataset_Version__history" ("RID", "RVS");
CREATE INDEX "Dataset_Version__history_until" ON "Dataset_Version__history" ("Muniment_Until", "RID");
CREATE INDEX "Dataset_Version__history_Dataset_idx" ON "Dataset_Version__history" ("Dataset");
CREATE INDEX "Dataset_Version__history_Execution_idx" ON "Dataset_Version__history" ("Execution");
CREATE TRIGGER "muniment_guard_Dataset_Version" BEFORE INSERT ON "Dataset_Version" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Version" WHERE ("Dataset" = NEW."Dataset" AND "Version" = NEW."Version") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Dataset_Version" AFTER INSERT ON "Dataset_Version" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Dataset_Version" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Dataset_Version" BEFORE UPDATE OF "RID", "RCT", "RCB", "Version", "Description", "Dataset", "Execution", "Minid", "Minid_Spec_Hash", "Snapshot" ON "Dataset_Version" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Version" WHERE "RID" IS NOT OLD."RID" AND (("Dataset" = NEW."Dataset" AND "Version" = NEW."Version") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Dataset_Version" AFTER UPDATE OF "RID", "RCT", "RCB", "Version", "Description", "Dataset", "Execution", "Minid", "Minid_Spec_Hash", "Snapshot" ON "Dataset_Version" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Version__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Version", "Description", "Dataset", "Execution", "Minid", "Minid_Spec_Hash", "Snapshot") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Version", OLD."Description", OLD."Dataset", OLD."Execution", OLD."Minid", OLD."Minid_Spec_Hash", OLD."Snapshot" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Dataset_Version" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Dataset_Version"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Dataset_Version" BEFORE UPDATE OF "RID", "RVS" ON "Dataset_Version" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Dataset_Version" AFTER DELETE ON "Dataset_Version" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Version__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Version", "Description", "Dataset", "Execution", "Minid", "Minid_Spec_Hash", "Snapshot") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Version", OLD."Description", OLD."Dataset", OLD."Execution", OLD."Minid", OLD."Minid_Spec_Hash", OLD."Snapshot" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Directory_Dataset__history_rid" ON "Directory_Dataset__history" ("RID", "RVS");
CREATE INDEX "Directory_Dataset__history_until" ON "Directory_Dataset__history" ("Muniment_Until", "RID");
CREATE INDEX "Directory_Dataset__history_Dataset_idx" ON "Directory_Dataset__history" ("Dataset");
CREATE TRIGGER "muniment_guard_Directory_Dataset" BEFORE INSERT ON "Directory_Dataset" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Directory_Dataset" WHERE ("Dataset" = NEW."Dataset") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Directory_Dataset" AFTER INSERT ON "Directory_Dataset" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Directory_Dataset" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Directory_Dataset" BEFORE UPDATE OF "RID", "RCT", "RCB", "Dataset", "Path" ON "Directory_Dataset" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Directory_Dataset" WHERE "RID" IS NOT OLD."RID" AND (("Dataset" = NEW."Dataset") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Directory_Dataset" AFTER UPDATE OF "RID", "RCT", "RCB", "Dataset", "Path" ON "Directory_Dataset" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Directory_Dataset__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "Path") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."Path" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Directory_Dataset" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Directory_Dataset"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Directory_Dataset" BEFORE UPDATE OF "RID", "RVS" ON "Directory_Dataset" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Directory_Dataset" AFTER DELETE ON "Directory_Dataset" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Directory_Dataset__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "Path") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."Path" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Dataset_Dataset_Type__history_rid" ON "Dataset_Dataset_Type__history" ("RID", "RVS");
CREATE INDEX "Dataset_Dataset_Type__history_until" ON "Dataset_Dataset_Type__history" ("Muniment_Until", "RID");
CREATE INDEX "Dataset_Dataset_Type__history_Dataset_idx" ON "Dataset_Dataset_Type__history" ("Dataset");
CREATE TRIGGER "muniment_guard_Dataset_Dataset_Type" BEFORE INSERT ON "Dataset_Dataset_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Dataset_Type" WHERE ("Dataset" = NEW."Dataset" AND "Dataset_Type" = NEW."Dataset_Type") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Dataset_Dataset_Type" AFTER INSERT ON "Dataset_Dataset_Type" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Dataset_Dataset_Type" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Dataset_Dataset_Type" BEFORE UPDATE OF "RID", "RCT", "RCB", "Dataset", "Dataset_Type" ON "Dataset_Dataset_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Dataset_Type" WHERE "RID" IS NOT OLD."RID" AND (("Dataset" = NEW."Dataset" AND "Dataset_Type" = NEW."Dataset_Type") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Dataset_Dataset_Type" AFTER UPDATE OF "RID", "RCT", "RCB", "Dataset", "Dataset_Type" ON "Dataset_Dataset_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Dataset_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "Dataset_Type") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."Dataset_Type" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Dataset_Dataset_Type" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Dataset_Dataset_Type"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Dataset_Dataset_Type" BEFORE UPDATE OF "RID", "RVS" ON "Dataset_Dataset_Type" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Dataset_Dataset_Type" AFTER DELETE ON "Dataset_Dataset_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Dataset_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "Dataset_Type") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."Dataset_Type" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Dataset_Dataset__history_rid" ON "Dataset_Dataset__history" ("RID", "RVS");
CREATE INDEX "Dataset_Dataset__history_until" ON "Dataset_Dataset__history" ("Muniment_Until", "RID");
CREATE INDEX "Dataset_Dataset__history_Dataset_idx" ON "Dataset_Dataset__history" ("Dataset");
CREATE INDEX "Dataset_Dataset__history_Nested_Dataset_idx" ON "Dataset_Dataset__history" ("Nested_Dataset");
CREATE TRIGGER "muniment_guard_Dataset_Dataset" BEFORE INSERT ON "Dataset_Dataset" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Dataset" WHERE ("Dataset" = NEW."Dataset" AND "Nested_Dataset" = NEW."Nested_Dataset") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Dataset_Dataset" AFTER INSERT ON "Dataset_Dataset" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Dataset_Dataset" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Dataset_Dataset" BEFORE UPDATE OF "RID", "RCT", "RCB", "Dataset", "Nested_Dataset" ON "Dataset_Dataset" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Dataset" WHERE "RID" IS NOT OLD."RID" AND (("Dataset" = NEW."Dataset" AND "Nested_Dataset" = NEW."Nested_Dataset") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Dataset_Dataset" AFTER UPDATE OF "RID", "RCT", "RCB", "Dataset", "Nested_Dataset" ON "Dataset_Dataset" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Dataset__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "Nested_Dataset") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."Nested_Dataset" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Dataset_Dataset" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Dataset_Dataset"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Dataset_Dataset" BEFORE UPDATE OF "RID", "RVS" ON "Dataset_Dataset" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Dataset_Dataset" AFTER DELETE ON "Dataset_Dataset" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Dataset__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "Nested_Dataset") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."Nested_Dataset" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Dataset_Execution__history_rid" ON "Dataset_Execution__history" ("RID", "RVS");
CREATE INDEX "Dataset_Execution__history_until" ON "Dataset_Execution__history" ("Muniment_Until", "RID");
CREATE INDEX "Dataset_Execution__history_Dataset_idx" ON "Dataset_Execution__history" ("Dataset");
CREATE INDEX "Dataset_Execution__history_Dataset_Version_idx" ON "Dataset_Execution__history" ("Dataset_Version");
CREATE INDEX "Dataset_Execution__history_Execution_idx" ON "Dataset_Execution__history" ("Execution");
CREATE TRIGGER "muniment_guard_Dataset_Execution" BEFORE INSERT ON "Dataset_Execution" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Execution" WHERE ("Dataset" = NEW."Dataset" AND "Execution" = NEW."Execution" AND "Dataset_Version" = NEW."Dataset_Version") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Dataset_Execution" AFTER INSERT ON "Dataset_Execution" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Dataset_Execution" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Dataset_Execution" BEFORE UPDATE OF "RID", "RCT", "RCB", "Dataset", "Execution", "Dataset_Version" ON "Dataset_Execution" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Execution" WHERE "RID" IS NOT OLD."RID" AND (("Dataset" = NEW."Dataset" AND "Execution" = NEW."Execution" AND "Dataset_Version" = NEW."Dataset_Version") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Dataset_Execution" AFTER UPDATE OF "RID", "RCT", "RCB", "Dataset", "Execution", "Dataset_Version" ON "Dataset_Execution" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Execution__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "Execution", "Dataset_Version") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."Execution", OLD."Dataset_Version" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Dataset_Execution" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Dataset_Execution"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Dataset_Execution" BEFORE UPDATE OF "RID", "RVS" ON "Dataset_Execution" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Dataset_Execution" AFTER DELETE ON "Dataset_Execution" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Execution__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "Execution", "Dataset_Version") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."Execution", OLD."Dataset_Version" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Execution_Metadata__history_rid" ON "Execution_Metadata__history" ("RID", "RVS");
CREATE INDEX "Execution_Metadata__history_until" ON "Execution_Metadata__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_Execution_Metadata" BEFORE INSERT ON "Execution_Metadata" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Metadata" WHERE ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Execution_Metadata" AFTER INSERT ON "Execution_Metadata" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Execution_Metadata" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Execution_Metadata" BEFORE UPDATE OF "RID", "RCT", "RCB", "URL", "Filename", "Description", "Length", "MD5", "SHA256" ON "Execution_Metadata" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Metadata" WHERE "RID" IS NOT OLD."RID" AND (("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Execution_Metadata" AFTER UPDATE OF "RID", "RCT", "RCB", "URL", "Filename", "Description", "Length", "MD5", "SHA256" ON "Execution_Metadata" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Metadata__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "URL", "Filename", "Description", "Length", "MD5", "SHA256") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."URL", OLD."Filename", OLD."Description", OLD."Length", OLD."MD5", OLD."SHA256" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Execution_Metadata" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Execution_Metadata"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Execution_Metadata" BEFORE UPDATE OF "RID", "RVS" ON "Execution_Metadata" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Execution_Metadata" AFTER DELETE ON "Execution_Metadata" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Metadata__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "URL", "Filename", "Description", "Length", "MD5", "SHA256") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."URL", OLD."Filename", OLD."Description", OLD."Length", OLD."MD5", OLD."SHA256" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Execution_Metadata_Asset_Type__history_rid" ON "Execution_Metadata_Asset_Type__history" ("RID", "RVS");
CREATE INDEX "Execution_Metadata_Asset_Type__history_until" ON "Execution_Metadata_Asset_Type__history" ("Muniment_Until", "RID");
CREATE INDEX "Execution_Metadata_Asset_Type__history_Execution_Metadata_idx" ON "Execution_Metadata_Asset_Type__history" ("Execution_Metadata");
CREATE TRIGGER "muniment_guard_Execution_Metadata_Asset_Type" BEFORE INSERT ON "Execution_Metadata_Asset_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Metadata_Asset_Type" WHERE ("Execution_Metadata" = NEW."Execution_Metadata" AND "Asset_Type" = NEW."Asset_Type") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Execution_Metadata_Asset_Type" AFTER INSERT ON "Execution_Metadata_Asset_Type" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Execution_Metadata_Asset_Type" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Execution_Metadata_Asset_Type" BEFORE UPDATE OF "RID", "RCT", "RCB", "Execution_Metadata", "Asset_Type" ON "Execution_Metadata_Asset_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Metadata_Asset_Type" WHERE "RID" IS NOT OLD."RID" AND (("Execution_Metadata" = NEW."Execution_Metadata" AND "Asset_Type" = NEW."Asset_Type") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Execution_Metadata_Asset_Type" AFTER UPDATE OF "RID", "RCT", "RCB", "Execution_Metadata", "Asset_Type" ON "Execution_Metadata_Asset_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Metadata_Asset_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Execution_Metadata", "Asset_Type") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Execution_Metadata", OLD."Asset_Type" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Execution_Metadata_Asset_Type" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Execution_Metadata_Asset_Type"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Execution_Metadata_Asset_Type" BEFORE UPDATE OF "RID", "RVS" ON "Execution_Metadata_Asset_Type" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Execution_Metadata_Asset_Type" AFTER DELETE ON "Execution_Metadata_Asset_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Metadata_Asset_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Execution_Metadata", "Asset_Type") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Execution_Metadata", OLD."Asset_Type" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Execution_Metadata_Execution__history_rid" ON "Execution_Metadata_Execution__history" ("RID", "RVS");
CREATE INDEX "Execution_Metadata_Execution__history_until" ON "Execution_Metadata_Execution__history" ("Muniment_Until", "RID");
CREATE INDEX "Execution_Metadata_Execution__history_Execution_idx" ON "Execution_Metadata_Execution__history" ("Execution");
CREATE INDEX "Execution_Metadata_Execution__history_Execution_Metadata_idx" ON "Execution_Metadata_Execution__history" ("Execution_Metadata");
CREATE TRIGGER "muniment_guard_Execution_Metadata_Execution" BEFORE INSERT ON "Execution_Metadata_Execution" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Metadata_Execution" WHERE ("Execution_Metadata" = NEW."Execution_Metadata" AND "Execution" = NEW."Execution" AND "Asset_Role" = NEW."Asset_Role") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Execution_Metadata_Execution" AFTER INSERT ON "Execution_Metadata_Execution" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Execution_Metadata_Execution" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Execution_Metadata_Execution" BEFORE UPDATE OF "RID", "RCT", "RCB", "Execution_Metadata", "Execution", "Asset_Role" ON "Execution_Metadata_Execution" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Metadata_Execution" WHERE "RID" IS NOT OLD."RID" AND (("Execution_Metadata" = NEW."Execution_Metadata" AND "Execution" = NEW."Execution" AND "Asset_Role" = NEW."Asset_Role") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Execution_Metadata_Execution" AFTER UPDATE OF "RID", "RCT", "RCB", "Execution_Metadata", "Execution", "Asset_Role" ON "Execution_Metadata_Execution" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Metadata_Execution__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Execution_Metadata", "Execution", "Asset_Role") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Execution_Metadata", OLD."Execution", OLD."Asset_Role" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Execution_Metadata_Execution" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Execution_Metadata_Execution"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Execution_Metadata_Execution" BEFORE UPDATE OF "RID", "RVS" ON "Execution_Metadata_Execution" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Execution_Metadata_Execution" AFTER DELETE ON "Execution_Metadata_Execution" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Metadata_Execution__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Execution_Metadata", "Execution", "Asset_Role") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Execution_Metadata", OLD."Execution", OLD."Asset_Role" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Execution_Asset__history_rid" ON "Execution_Asset__history" ("RID", "RVS");
CREATE INDEX "Execution_Asset__history_until" ON "Execution_Asset__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_Execution_Asset" BEFORE INSERT ON "Execution_Asset" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Asset" WHERE ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Execution_Asset" AFTER INSERT ON "Execution_Asset" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Execution_Asset" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Execution_Asset" BEFORE UPDATE OF "RID", "RCT", "RCB", "URL", "Filename", "Description", "Length", "MD5", "SHA256" ON "Execution_Asset" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Asset" WHERE "RID" IS NOT OLD."RID" AND (("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Execution_Asset" AFTER UPDATE OF "RID", "RCT", "RCB", "URL", "Filename", "Description", "Length", "MD5", "SHA256" ON "Execution_Asset" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Asset__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "URL", "Filename", "Description", "Length", "MD5", "SHA256") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."URL", OLD."Filename", OLD."Description", OLD."Length", OLD."MD5", OLD."SHA256" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Execution_Asset" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Execution_Asset"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Execution_Asset" BEFORE UPDATE OF "RID", "RVS" ON "Execution_Asset" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Execution_Asset" AFTER DELETE ON "Execution_Asset" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Asset__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "URL", "Filename", "Description", "Length", "MD5", "SHA256") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."URL", OLD."Filename", OLD."Description", OLD."Length", OLD."MD5", OLD."SHA256" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Execution_Asset_Asset_Type__history_rid" ON "Execution_Asset_Asset_Type__history" ("RID", "RVS");
CREATE INDEX "Execution_Asset_Asset_Type__history_until" ON "Execution_Asset_Asset_Type__history" ("Muniment_Until", "RID");
CREATE INDEX "Execution_Asset_Asset_Type__history_Execution_Asset_idx" ON "Execution_Asset_Asset_Type__history" ("Execution_Asset");
CREATE TRIGGER "muniment_guard_Execution_Asset_Asset_Type" BEFORE INSERT ON "Execution_Asset_Asset_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Asset_Asset_Type" WHERE ("Execution_Asset" = NEW."Execution_Asset" AND "Asset_Type" = NEW."Asset_Type") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Execution_Asset_Asset_Type" AFTER INSERT ON "Execution_Asset_Asset_Type" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Execution_Asset_Asset_Type" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Execution_Asset_Asset_Type" BEFORE UPDATE OF "RID", "RCT", "RCB", "Execution_Asset", "Asset_Type" ON "Execution_Asset_Asset_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Asset_Asset_Type" WHERE "RID" IS NOT OLD."RID" AND (("Execution_Asset" = NEW."Execution_Asset" AND "Asset_Type" = NEW."Asset_Type") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Execution_Asset_Asset_Type" AFTER UPDATE OF "RID", "RCT", "RCB", "Execution_Asset", "Asset_Type" ON "Execution_Asset_Asset_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Asset_Asset_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Execution_Asset", "Asset_Type") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Execution_Asset", OLD."Asset_Type" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Execution_Asset_Asset_Type" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Execution_Asset_Asset_Type"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Execution_Asset_Asset_Type" BEFORE UPDATE OF "RID", "RVS" ON "Execution_Asset_Asset_Type" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Execution_Asset_Asset_Type" AFTER DELETE ON "Execution_Asset_Asset_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Asset_Asset_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Execution_Asset", "Asset_Type") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Execution_Asset", OLD."Asset_Type" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Execution_Asset_Execution__history_rid" ON "Execution_Asset_Execution__history" ("RID", "RVS");
CREATE INDEX "Execution_Asset_Execution__history_until" ON "Execution_Asset_Execution__history" ("Muniment_Until", "RID");
CREATE INDEX "Execution_Asset_Execution__history_Execution_idx" ON "Execution_Asset_Execution__history" ("Execution");
CREATE INDEX "Execution_Asset_Execution__history_Execution_Asset_idx" ON "Execution_Asset_Execution__history" ("Execution_Asset");
CREATE TRIGGER "muniment_guard_Execution_Asset_Execution" BEFORE INSERT ON "Execution_Asset_Execution" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Asset_Execution" WHERE ("Execution_Asset" = NEW."Execution_Asset" AND "Execution" = NEW."Execution" AND "Asset_Role" = NEW."Asset_Role") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Execution_Asset_Execution" AFTER INSERT ON "Execution_Asset_Execution" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Execution_Asset_Execution" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Execution_Asset_Execution" BEFORE UPDATE OF "RID", "RCT", "RCB", "Execution_Asset", "Execution", "Asset_Role" ON "Execution_Asset_Execution" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Execution_Asset_Execution" WHERE "RID" IS NOT OLD."RID" AND (("Execution_Asset" = NEW."Execution_Asset" AND "Execution" = NEW."Execution" AND "Asset_Role" = NEW."Asset_Role") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Execution_Asset_Execution" AFTER UPDATE OF "RID", "RCT", "RCB", "Execution_Asset", "Execution", "Asset_Role" ON "Execution_Asset_Execution" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Asset_Execution__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Execution_Asset", "Execution", "Asset_Role") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Execution_Asset", OLD."Execution", OLD."Asset_Role" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Execution_Asset_Execution" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Execution_Asset_Execution"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Execution_Asset_Execution" BEFORE UPDATE OF "RID", "RVS" ON "Execution_Asset_Execution" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Execution_Asset_Execution" AFTER DELETE ON "Execution_Asset_Execution" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Execution_Asset_Execution__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Execution_Asset", "Execution", "Asset_Role") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Execution_Asset", OLD."Execution", OLD."Asset_Role" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "File__history_rid" ON "File__history" ("RID", "RVS");
CREATE INDEX "File__history_until" ON "File__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_File" BEFORE INSERT ON "File" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "File" WHERE ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_File" AFTER INSERT ON "File" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "File" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_File" BEFORE UPDATE OF "RID", "RCT", "RCB", "URL", "Filename", "Description", "Length", "MD5", "SHA256" ON "File" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "File" WHERE "RID" IS NOT OLD."RID" AND (("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_File" AFTER UPDATE OF "RID", "RCT", "RCB", "URL", "Filename", "Description", "Length", "MD5", "SHA256" ON "File" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "File__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "URL", "Filename", "Description", "Length", "MD5", "SHA256") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."URL", OLD."Filename", OLD."Description", OLD."Length", OLD."MD5", OLD."SHA256" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "File" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "File"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_File" BEFORE UPDATE OF "RID", "RVS" ON "File" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_File" AFTER DELETE ON "File" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "File__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "URL", "Filename", "Description", "Length", "MD5", "SHA256") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."URL", OLD."Filename", OLD."Description", OLD."Length", OLD."MD5", OLD."SHA256" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "File_Asset_Type__history_rid" ON "File_Asset_Type__history" ("RID", "RVS");
CREATE INDEX "File_Asset_Type__history_until" ON "File_Asset_Type__history" ("Muniment_Until", "RID");
CREATE INDEX "File_Asset_Type__history_File_idx" ON "File_Asset_Type__history" ("File");
CREATE TRIGGER "muniment_guard_File_Asset_Type" BEFORE INSERT ON "File_Asset_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "File_Asset_Type" WHERE ("File" = NEW."File" AND "Asset_Type" = NEW."Asset_Type") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_File_Asset_Type" AFTER INSERT ON "File_Asset_Type" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "File_Asset_Type" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_File_Asset_Type" BEFORE UPDATE OF "RID", "RCT", "RCB", "File", "Asset_Type" ON "File_Asset_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "File_Asset_Type" WHERE "RID" IS NOT OLD."RID" AND (("File" = NEW."File" AND "Asset_Type" = NEW."Asset_Type") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_File_Asset_Type" AFTER UPDATE OF "RID", "RCT", "RCB", "File", "Asset_Type" ON "File_Asset_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "File_Asset_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "File", "Asset_Type") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."File", OLD."Asset_Type" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "File_Asset_Type" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "File_Asset_Type"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_File_Asset_Type" BEFORE UPDATE OF "RID", "RVS" ON "File_Asset_Type" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_File_Asset_Type" AFTER DELETE ON "File_Asset_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "File_Asset_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "File", "Asset_Type") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."File", OLD."Asset_Type" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "File_Execution__history_rid" ON "File_Execution__history" ("RID", "RVS");
CREATE INDEX "File_Execution__history_until" ON "File_Execution__history" ("Muniment_Until", "RID");
CREATE INDEX "File_Execution__history_Execution_idx" ON "File_Execution__history" ("Execution");
CREATE INDEX "File_Execution__history_File_idx" ON "File_Execution__history" ("File");
CREATE TRIGGER "muniment_guard_File_Execution" BEFORE INSERT ON "File_Execution" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "File_Execution" WHERE ("File" = NEW."File" AND "Execution" = NEW."Execution" AND "Asset_Role" = NEW."Asset_Role") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_File_Execution" AFTER INSERT ON "File_Execution" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "File_Execution" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_File_Execution" BEFORE UPDATE OF "RID", "RCT", "RCB", "File", "Execution", "Asset_Role" ON "File_Execution" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "File_Execution" WHERE "RID" IS NOT OLD."RID" AND (("File" = NEW."File" AND "Execution" = NEW."Execution" AND "Asset_Role" = NEW."Asset_Role") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_File_Execution" AFTER UPDATE OF "RID", "RCT", "RCB", "File", "Execution", "Asset_Role" ON "File_Execution" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "File_Execution__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "File", "Execution", "Asset_Role") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."File", OLD."Execution", OLD."Asset_Role" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "File_Execution" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "File_Execution"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_File_Execution" BEFORE UPDATE OF "RID", "RVS" ON "File_Execution" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_File_Execution" AFTER DELETE ON "File_Execution" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "File_Execution__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "File", "Execution", "Asset_Role") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."File", OLD."Execution", OLD."Asset_Role" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Dataset_File__history_rid" ON "Dataset_File__history" ("RID", "RVS");
CREATE INDEX "Dataset_File__history_until" ON "Dataset_File__history" ("Muniment_Until", "RID");
CREATE INDEX "Dataset_File__history_Dataset_idx" ON "Dataset_File__history" ("Dataset");
CREATE INDEX "Dataset_File__history_File_idx" ON "Dataset_File__history" ("File");
CREATE TRIGGER "muniment_guard_Dataset_File" BEFORE INSERT ON "Dataset_File" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_File" WHERE ("Dataset" = NEW."Dataset" AND "File" = NEW."File") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Dataset_File" AFTER INSERT ON "Dataset_File" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Dataset_File" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Dataset_File" BEFORE UPDATE OF "RID", "RCT", "RCB", "Dataset", "File" ON "Dataset_File" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_File" WHERE "RID" IS NOT OLD."RID" AND (("Dataset" = NEW."Dataset" AND "File" = NEW."File") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Dataset_File" AFTER UPDATE OF "RID", "RCT", "RCB", "Dataset", "File" ON "Dataset_File" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_File__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "File") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."File" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Dataset_File" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Dataset_File"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Dataset_File" BEFORE UPDATE OF "RID", "RVS" ON "Dataset_File" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Dataset_File" AFTER DELETE ON "Dataset_File" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_File__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "File") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."File" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Stain__history_rid" ON "Stain__history" ("RID", "RVS");
CREATE INDEX "Stain__history_until" ON "Stain__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_Stain" BEFORE INSERT ON "Stain" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Stain" WHERE ("ID" = NEW."ID") OR ("Name" = NEW."Name") OR ("RID" = NEW."RID") OR ("URI" = NEW."URI")); END;
CREATE TRIGGER "muniment_insert_Stain" AFTER INSERT ON "Stain" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Stain" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Stain" BEFORE UPDATE OF "RID", "RCT", "RCB", "ID", "URI", "Name", "Description", "Synonyms" ON "Stain" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Stain" WHERE "RID" IS NOT OLD."RID" AND (("ID" = NEW."ID") OR ("Name" = NEW."Name") OR ("RID" = NEW."RID") OR ("URI" = NEW."URI"))); END;
CREATE TRIGGER "muniment_update_Stain" AFTER UPDATE OF "RID", "RCT", "RCB", "ID", "URI", "Name", "Description", "Synonyms" ON "Stain" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Stain__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "ID", "URI", "Name", "Description", "Synonyms") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."ID", OLD."URI", OLD."Name", OLD."Description", OLD."Synonyms" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Stain" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Stain"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Stain" BEFORE UPDATE OF "RID", "RVS" ON "Stain" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Stain" AFTER DELETE ON "Stain" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Stain__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "ID", "URI", "Name", "Description", "Synonyms") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."ID", OLD."URI", OLD."Name", OLD."Description", OLD."Synonyms" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Subject__history_rid" ON "Subject__history" ("RID", "RVS");
CREATE INDEX "Subject__history_until" ON "Subject__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_Subject" BEFORE INSERT ON "Subject" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Subject" WHERE ("Name" = NEW."Name") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Subject" AFTER INSERT ON "Subject" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Subject" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Subject" BEFORE UPDATE OF "RID", "RCT", "RCB", "Name", "Age" ON "Subject" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Subject" WHERE "RID" IS NOT OLD."RID" AND (("Name" = NEW."Name") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Subject" AFTER UPDATE OF "RID", "RCT", "RCB", "Name", "Age" ON "Subject" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Subject__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Name", "Age") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Name", OLD."Age" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Subject" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Subject"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Subject" BEFORE UPDATE OF "RID", "RVS" ON "Subject" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Subject" AFTER DELETE ON "Subject" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Subject__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Name", "Age") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Name", OLD."Age" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE INDEX "Visit_Subject_idx" ON "Visit" ("Subject");
CREATE UNIQUE INDEX "Visit__history_rid" ON "Visit__history" ("RID", "RVS");
CREATE INDEX "Visit__history_until" ON "Visit__history" ("Muniment_Until", "RID");
CREATE INDEX "Visit__history_Subject_idx" ON "Visit__history" ("Subject");
CREATE TRIGGER "muniment_guard_Visit" BEFORE INSERT ON "Visit" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Visit" WHERE ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Visit" AFTER INSERT ON "Visit" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Visit" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Visit" BEFORE UPDATE OF "RID", "RCT", "RCB", "Subject", "Note" ON "Visit" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Visit" WHERE "RID" IS NOT OLD."RID" AND (("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Visit" AFTER UPDATE OF "RID", "RCT", "RCB", "Subject", "Note" ON "Visit" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Visit__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Subject", "Note") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Subject", OLD."Note" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Visit" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Visit"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Visit" BEFORE UPDATE OF "RID", "RVS" ON "Visit" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Visit" AFTER DELETE ON "Visit" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Visit__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Subject", "Note") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Subject", OLD."Note" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Every Type__history_rid" ON "Every Type__history" ("RID", "RVS");
CREATE INDEX "Every Type__history_until" ON "Every Type__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_Every Type" BEFORE INSERT ON "Every Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Every Type" WHERE ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Every Type" AFTER INSERT ON "Every Type" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Every Type" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Every Type" BEFORE UPDATE OF "RID", "RCT", "RCB", "A text", "A markdown", "A longtext", "A gene_sequence", "A color_rgb_hex", "A int2", "A int4", "A int8", "A float4", "A float8", "A boolean", "A date", "A timestamp", "A timestamptz", "A json", "A jsonb", "A text_array" ON "Every Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Every Type" WHERE "RID" IS NOT OLD."RID" AND (("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Every Type" AFTER UPDATE OF "RID", "RCT", "RCB", "A text", "A markdown", "A longtext", "A gene_sequence", "A color_rgb_hex", "A int2", "A int4", "A int8", "A float4", "A float8", "A boolean", "A date", "A timestamp", "A timestamptz", "A json", "A jsonb", "A text_array" ON "Every Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Every Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "A text", "A markdown", "A longtext", "A gene_sequence", "A color_rgb_hex", "A int2", "A int4", "A int8", "A float4", "A float8", "A boolean", "A date", "A timestamp", "A timestamptz", "A json", "A jsonb", "A text_array") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."A text", OLD."A markdown", OLD."A longtext", OLD."A gene_sequence", OLD."A color_rgb_hex", OLD."A int2", OLD."A int4", OLD."A int8", OLD."A float4", OLD."A float8", OLD."A boolean", OLD."A date", OLD."A timestamp", OLD."A timestamptz", OLD."A json", OLD."A jsonb", OLD."A text_array" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Every Type" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Every Type"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Every Type" BEFORE UPDATE OF "RID", "RVS" ON "Every Type" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Every Type" AFTER DELETE ON "Every Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Every Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "A text", "A markdown", "A longtext", "A gene_sequence", "A color_rgb_hex", "A int2", "A int4", "A int8", "A float4", "A float8", "A boolean", "A date", "A timestamp", "A timestamptz", "A json", "A jsonb", "A text_array") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."A text", OLD."A markdown", OLD."A longtext", OLD."A gene_sequence", OLD."A color_rgb_hex", OLD."A int2", OLD."A int4", OLD."A int8", OLD."A float4", OLD."A float8", OLD."A boolean", OLD."A date", OLD."A timestamp", OLD."A timestamptz", OLD."A json", OLD."A jsonb", OLD."A text_array" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Old__15__history_rid" ON "Old__15__history" ("RID", "RVS");
CREATE INDEX "Old__15__history_until" ON "Old__15__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_Old__15" BEFORE INSERT ON "Old__15" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Old__15" WHERE ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Old__15" AFTER INSERT ON "Old__15" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Old__15" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Old__15" BEFORE UPDATE OF "RID", "RCT", "RCB", "Value" ON "Old__15" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Old__15" WHERE "RID" IS NOT OLD."RID" AND (("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Old__15" AFTER UPDATE OF "RID", "RCT", "RCB", "Value" ON "Old__15" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Old__15__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Value") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Value" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Old__15" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Old__15"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Old__15" BEFORE UPDATE OF "RID", "RVS" ON "Old__15" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Old__15" AFTER DELETE ON "Old__15" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Old__15__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Value") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Value" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE INDEX "Image_Filename_idx" ON "Image" ("Filename");
CREATE INDEX "Image_SHA256_idx" ON "Image" ("SHA256");
CREATE INDEX "Image_Stain_idx" ON "Image" ("Stain");
CREATE INDEX "Image_Subject_idx" ON "Image" ("Subject");
CREATE INDEX "Image_Asset_Type_Asset_Type_idx" ON "Image_Asset_Type" ("Asset_Type");
CREATE INDEX "Image_Execution_Asset_Role_idx" ON "Image_Execution" ("Asset_Role");
CREATE INDEX "Image_Execution_Execution_idx" ON "Image_Execution" ("Execution");
CREATE UNIQUE INDEX "Image__history_rid" ON "Image__history" ("RID", "RVS");
CREATE INDEX "Image__history_until" ON "Image__history" ("Muniment_Until", "RID");
CREATE INDEX "Image__history_Subject_idx" ON "Image__history" ("Subject");
CREATE UNIQUE INDEX "Image_Asset_Type__history_rid" ON "Image_Asset_Type__history" ("RID", "RVS");
CREATE INDEX "Image_Asset_Type__history_until" ON "Image_Asset_Type__history" ("Muniment_Until", "RID");
CREATE INDEX "Image_Asset_Type__history_Image_idx" ON "Image_Asset_Type__history" ("Image");
CREATE TRIGGER "muniment_guard_Image_Asset_Type" BEFORE INSERT ON "Image_Asset_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Image_Asset_Type" WHERE ("Image" = NEW."Image" AND "Asset_Type" = NEW."Asset_Type") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Image_Asset_Type" AFTER INSERT ON "Image_Asset_Type" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Image_Asset_Type" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Image_Asset_Type" BEFORE UPDATE OF "RID", "RCT", "RCB", "Image", "Asset_Type" ON "Image_Asset_Type" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Image_Asset_Type" WHERE "RID" IS NOT OLD."RID" AND (("Image" = NEW."Image" AND "Asset_Type" = NEW."Asset_Type") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Image_Asset_Type" AFTER UPDATE OF "RID", "RCT", "RCB", "Image", "Asset_Type" ON "Image_Asset_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Image_Asset_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Image", "Asset_Type") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Image", OLD."Asset_Type" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Image_Asset_Type" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Image_Asset_Type"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Image_Asset_Type" BEFORE UPDATE OF "RID", "RVS" ON "Image_Asset_Type" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Image_Asset_Type" AFTER DELETE ON "Image_Asset_Type" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Image_Asset_Type__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Image", "Asset_Type") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Image", OLD."Asset_Type" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Image_Execution__history_rid" ON "Image_Execution__history" ("RID", "RVS");
CREATE INDEX "Image_Execution__history_until" ON "Image_Execution__history" ("Muniment_Until", "RID");
CREATE INDEX "Image_Execution__history_Execution_idx" ON "Image_Execution__history" ("Execution");
CREATE INDEX "Image_Execution__history_Image_idx" ON "Image_Execution__history" ("Image");
CREATE TRIGGER "muniment_guard_Image_Execution" BEFORE INSERT ON "Image_Execution" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Image_Execution" WHERE ("Image" = NEW."Image" AND "Execution" = NEW."Execution" AND "Asset_Role" = NEW."Asset_Role") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Image_Execution" AFTER INSERT ON "Image_Execution" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Image_Execution" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Image_Execution" BEFORE UPDATE OF "RID", "RCT", "RCB", "Image", "Execution", "Asset_Role" ON "Image_Execution" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Image_Execution" WHERE "RID" IS NOT OLD."RID" AND (("Image" = NEW."Image" AND "Execution" = NEW."Execution" AND "Asset_Role" = NEW."Asset_Role") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Image_Execution" AFTER UPDATE OF "RID", "RCT", "RCB", "Image", "Execution", "Asset_Role" ON "Image_Execution" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Image_Execution__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Image", "Execution", "Asset_Role") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Image", OLD."Execution", OLD."Asset_Role" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Image_Execution" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Image_Execution"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Image_Execution" BEFORE UPDATE OF "RID", "RVS" ON "Image_Execution" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Image_Execution" AFTER DELETE ON "Image_Execution" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Image_Execution__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Image", "Execution", "Asset_Role") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Image", OLD."Execution", OLD."Asset_Role" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE TRIGGER "muniment_guard_Image" BEFORE INSERT ON "Image" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Image" WHERE ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Image" AFTER INSERT ON "Image" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Image" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Image" BEFORE UPDATE OF "RID", "RCT", "RCB", "URL", "Filename", "Description", "Length", "MD5", "SHA256", "Width", "Subject", "Stain", "Site" ON "Image" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Image" WHERE "RID" IS NOT OLD."RID" AND (("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Image" AFTER UPDATE OF "RID", "RCT", "RCB", "URL", "Filename", "Description", "Length", "MD5", "SHA256", "Width", "Subject", "Stain", "Site" ON "Image" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Image__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "URL", "Filename", "Description", "Length", "MD5", "SHA256", "Width", "Subject", "Stain", "Site") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."URL", OLD."Filename", OLD."Description", OLD."Length", OLD."MD5", OLD."SHA256", OLD."Width", OLD."Subject", OLD."Stain", OLD."Site" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Image" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Image"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Image" BEFORE UPDATE OF "RID", "RVS" ON "Image" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Image" AFTER DELETE ON "Image" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Image__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "URL", "Filename", "Description", "Length", "MD5", "SHA256", "Width", "Subject", "Stain", "Site") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."URL", OLD."Filename", OLD."Description", OLD."Length", OLD."MD5", OLD."SHA256", OLD."Width", OLD."Subject", OLD."Stain", OLD."Site" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE INDEX "Dataset_Subject_Subject_idx" ON "Dataset_Subject" ("Subject");
CREATE UNIQUE INDEX "Dataset_Subject__history_rid" ON "Dataset_Subject__history" ("RID", "RVS");
CREATE INDEX "Dataset_Subject__history_until" ON "Dataset_Subject__history" ("Muniment_Until", "RID");
CREATE INDEX "Dataset_Subject__history_Dataset_idx" ON "Dataset_Subject__history" ("Dataset");
CREATE INDEX "Dataset_Subject__history_Subject_idx" ON "Dataset_Subject__history" ("Subject");
CREATE TRIGGER "muniment_guard_Dataset_Subject" BEFORE INSERT ON "Dataset_Subject" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Subject" WHERE ("Dataset" = NEW."Dataset" AND "Subject" = NEW."Subject") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Dataset_Subject" AFTER INSERT ON "Dataset_Subject" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Dataset_Subject" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Dataset_Subject" BEFORE UPDATE OF "RID", "RCT", "RCB", "Dataset", "Subject" ON "Dataset_Subject" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Subject" WHERE "RID" IS NOT OLD."RID" AND (("Dataset" = NEW."Dataset" AND "Subject" = NEW."Subject") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Dataset_Subject" AFTER UPDATE OF "RID", "RCT", "RCB", "Dataset", "Subject" ON "Dataset_Subject" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Subject__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "Subject") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."Subject" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Dataset_Subject" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Dataset_Subject"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Dataset_Subject" BEFORE UPDATE OF "RID", "RVS" ON "Dataset_Subject" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Dataset_Subject" AFTER DELETE ON "Dataset_Subject" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Subject__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "Subject") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."Subject" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE INDEX "Dataset_Image_Image_idx" ON "Dataset_Image" ("Image");
CREATE UNIQUE INDEX "Dataset_Image__history_rid" ON "Dataset_Image__history" ("RID", "RVS");
CREATE INDEX "Dataset_Image__history_until" ON "Dataset_Image__history" ("Muniment_Until", "RID");
CREATE INDEX "Dataset_Image__history_Dataset_idx" ON "Dataset_Image__history" ("Dataset");
CREATE INDEX "Dataset_Image__history_Image_idx" ON "Dataset_Image__history" ("Image");
CREATE TRIGGER "muniment_guard_Dataset_Image" BEFORE INSERT ON "Dataset_Image" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Image" WHERE ("Dataset" = NEW."Dataset" AND "Image" = NEW."Image") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Dataset_Image" AFTER INSERT ON "Dataset_Image" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Dataset_Image" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Dataset_Image" BEFORE UPDATE OF "RID", "RCT", "RCB", "Dataset", "Image" ON "Dataset_Image" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Image" WHERE "RID" IS NOT OLD."RID" AND (("Dataset" = NEW."Dataset" AND "Image" = NEW."Image") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Dataset_Image" AFTER UPDATE OF "RID", "RCT", "RCB", "Dataset", "Image" ON "Dataset_Image" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Image__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "Image") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."Image" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Dataset_Image" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Dataset_Image"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Dataset_Image" BEFORE UPDATE OF "RID", "RVS" ON "Dataset_Image" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Dataset_Image" AFTER DELETE ON "Dataset_Image" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Image__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "Image") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."Image" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE INDEX "Dataset_Visit_Visit_idx" ON "Dataset_Visit" ("Visit");
CREATE UNIQUE INDEX "Dataset_Visit__history_rid" ON "Dataset_Visit__history" ("RID", "RVS");
CREATE INDEX "Dataset_Visit__history_until" ON "Dataset_Visit__history" ("Muniment_Until", "RID");
CREATE INDEX "Dataset_Visit__history_Dataset_idx" ON "Dataset_Visit__history" ("Dataset");
CREATE INDEX "Dataset_Visit__history_Visit_idx" ON "Dataset_Visit__history" ("Visit");
CREATE TRIGGER "muniment_guard_Dataset_Visit" BEFORE INSERT ON "Dataset_Visit" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Visit" WHERE ("Dataset" = NEW."Dataset" AND "Visit" = NEW."Visit") OR ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Dataset_Visit" AFTER INSERT ON "Dataset_Visit" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Dataset_Visit" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Dataset_Visit" BEFORE UPDATE OF "RID", "RCT", "RCB", "Dataset", "Visit" ON "Dataset_Visit" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Dataset_Visit" WHERE "RID" IS NOT OLD."RID" AND (("Dataset" = NEW."Dataset" AND "Visit" = NEW."Visit") OR ("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Dataset_Visit" AFTER UPDATE OF "RID", "RCT", "RCB", "Dataset", "Visit" ON "Dataset_Visit" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Visit__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "Visit") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."Visit" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Dataset_Visit" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Dataset_Visit"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Dataset_Visit" BEFORE UPDATE OF "RID", "RVS" ON "Dataset_Visit" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Dataset_Visit" AFTER DELETE ON "Dataset_Visit" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Dataset_Visit__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Dataset", "Visit") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Dataset", OLD."Visit" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Sample__history_rid" ON "Sample__history" ("RID", "RVS");
CREATE INDEX "Sample__history_until" ON "Sample__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_Sample" BEFORE INSERT ON "Sample" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Sample" WHERE ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Sample" AFTER INSERT ON "Sample" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Sample" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Sample" BEFORE UPDATE OF "RID", "RCT", "RCB", "Count", "Remark", "Count__45", "Gone__47" ON "Sample" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Sample" WHERE "RID" IS NOT OLD."RID" AND (("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Sample" AFTER UPDATE OF "RID", "RCT", "RCB", "Count", "Remark", "Count__45", "Gone__47" ON "Sample" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Sample__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Count", "Remark", "Count__45", "Gone__47") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Count", OLD."Remark", OLD."Count__45", OLD."Gone__47" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Sample" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Sample"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Sample" BEFORE UPDATE OF "RID", "RVS" ON "Sample" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Sample" AFTER DELETE ON "Sample" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Sample__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "Count", "Remark", "Count__45", "Gone__47") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."Count", OLD."Remark", OLD."Count__45", OLD."Gone__47" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
CREATE UNIQUE INDEX "Settled__history_rid" ON "Settled__history" ("RID", "RVS");
CREATE INDEX "Settled__history_until" ON "Settled__history" ("Muniment_Until", "RID");
CREATE TRIGGER "muniment_guard_Settled" BEFORE INSERT ON "Settled" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Settled" WHERE ("RID" = NEW."RID")); END;
CREATE TRIGGER "muniment_insert_Settled" AFTER INSERT ON "Settled" WHEN (SELECT "Actor" IS NULL OR "Seq" IS NOT NEW."RVS" FROM "Muniment_Clock") BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; UPDATE "Settled" SET "RVS" = (SELECT "Seq" FROM "Muniment_Clock") WHERE "RID" = NEW."RID"; END;
CREATE TRIGGER "muniment_replace_Settled" BEFORE UPDATE OF "RID", "RCT", "RCB", "B" ON "Settled" WHEN (SELECT "Actor" IS NULL FROM "Muniment_Clock") BEGIN SELECT RAISE(ABORT, 'muniment: replacing a row would leave no trace of it. Say first: PRAGMA recursive_triggers=ON') WHERE (SELECT recursive_triggers FROM pragma_recursive_triggers) = 0 AND EXISTS (SELECT 1 FROM "Settled" WHERE "RID" IS NOT OLD."RID" AND (("RID" = NEW."RID"))); END;
CREATE TRIGGER "muniment_update_Settled" AFTER UPDATE OF "RID", "RCT", "RCB", "B" ON "Settled" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Settled__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "B") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."B" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; UPDATE "Settled" SET "RVS" = t."RVS", "RMT" = t."Time", "RMB" = t."Actor" FROM "Muniment_Transaction" t WHERE t."RVS" = (SELECT "Seq" FROM "Muniment_Clock") AND "Settled"."RID" = NEW."RID" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock"); END;
CREATE TRIGGER "muniment_fixed_Settled" BEFORE UPDATE OF "RID", "RVS" ON "Settled" WHEN NEW."RID" IS NOT OLD."RID" OR (NEW."RVS" IS NOT OLD."RVS" AND NEW."RVS" IS NOT (SELECT "Seq" FROM "Muniment_Clock")) BEGIN SELECT RAISE(ABORT, 'muniment: the RID and RVS of a row are set by the catalog'); END;
CREATE TRIGGER "muniment_delete_Settled" AFTER DELETE ON "Settled" BEGIN UPDATE "Muniment_Clock" SET "Seq" = "Seq" + 1 WHERE "Actor" IS NULL; INSERT INTO "Muniment_Transaction" ("RVS", "Time", "Actor") SELECT "Seq", strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000+00:00', 'raw SQL' FROM "Muniment_Clock" WHERE "Actor" IS NULL; INSERT INTO "Settled__history" ("Muniment_Until", "RID", "RCT", "RMT", "RCB", "RMB", "RVS", "B") SELECT "Seq", OLD."RID", OLD."RCT", OLD."RMT", OLD."RCB", OLD."RMB", OLD."RVS", OLD."B" FROM "Muniment_Clock" WHERE OLD."RVS" < "Seq"; END;
COMMIT;
