-- Whether a file is with another contact is asked at every attachment.
create index attachment_file on attachment (tenant_id, file_id);
