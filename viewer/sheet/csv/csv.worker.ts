import { serveBook } from "../reader/serve.ts";
import { openCsv } from "./open-csv.ts";

serveBook(openCsv);
