import { serveBook } from "../reader/serve.ts";
import { openWorkbook } from "./open-workbook.ts";

serveBook(openWorkbook);
