@R08.1.2 @R08.1.3 @R08.1.4
Feature: R08.1.2 原因、经过、结果填写清楚;R08.1.3 重大问题已处理、未处理的都交接;R08.1.4 上级指示、命令必须交接
  Major problems stand on the sheet with cause, course and result; instructions are handed over.

  Background:
    Given the policy pack "service-desk"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S04 | 刘洋   | 04A1B2C6 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S01    | S09        |
    And the time is "2026-03-02 07:20"
    And "S01" holds the duty

  Scenario: 写清后交接 with all three it is handed over
    When "S01" writes "exchange was down" under "major problems" cause "power cut" course "down from 02:10 to 02:40" result "runs again" at "07:30"
    And "S01" writes "callers get a voucher" under "instructions"
    And "S01" counts "keys" as 5
    And "S02" taps at "07:58"
    And "S02" reads the sheet
    And "S01" taps at "07:59"
    And "S02" taps at "07:59:05"
    Then "S02" holds the duty
    And the sheet of shift "D1" carries over "exchange was down"
    And the sheet of shift "D1" carries over "callers get a voucher"

  Scenario: 原因、经过、结果不清不交 without one of the three it is refused
    When "S01" writes "exchange was down" under "major problems" cause "power cut" at "07:30"
    And "S01" writes "callers get a voucher" under "instructions"
    And "S01" counts "keys" as 5
    And "S01" taps at "07:59"
    Then the tap is refused as "sheet-incomplete"

  Scenario: 上级指示未写不交 instructions are never left out
    When "S01" has nothing under "major problems" at "07:30"
    And "S01" counts "keys" as 5
    And "S01" taps at "07:59"
    Then the tap is refused as "sheet-incomplete"
