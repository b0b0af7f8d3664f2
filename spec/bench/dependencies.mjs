/* What prefect-states loads beside itself. */
import 'reflect-metadata';
import 'class-transformer';
import 'class-validator';
import 'luxon';
