@R20.1
Feature: R20.1 24小时上班,根据排班进行交接
  The desk is covered round the clock, and people hand over by the roster. What the roster leaves uncovered is told while there is time to mend it.

  Background:
    Given the policy pack "hotline-handover"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S03 | 张敏   | 04A1B2C5 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And the sheets are complete

  Scenario: 按轮班表交接 a rotation makes the shifts, and their leaders hand over to each other
    Given the rotation "two-12h" from "2026-03-01" with:
      | parameter  | value         |
      | leaders    | S01, S02, S03 |
      | start      | 08:00         |
      | supervisor | S09           |
    And the time is "2026-03-01 19:30"
    And "S01" holds the duty
    When "S02" taps at "19:45"
    And "S01" taps at "19:55"
    And "S02" taps at "19:55:06"
    Then "S02" holds the duty
    And the last record is "handover.confirmed" with:
      | field | value |
      | from  | D0301 |
      | to    | N0301 |
    And the calendar of "S03" shows shift "D0302"
    And no notice about "coverage-gap" is sent

  Scenario: 排班有空档则预警 a gap in the day ahead is told to the supervisor
    Given shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 10:00 | 2026-03-02 20:00 | S02    | S09        |
      | N2 | 2026-03-02 20:00 | 2026-03-03 08:00 | S03    | S09        |
    And the time is "2026-03-01 20:30"
    And "S01" holds the duty
    Then the roster warns of "coverage-gap" for "hotline" on "2026-03-02"
    And a notice about "coverage-gap" reaches "S09" by "20:45"

  Scenario: 空档内交班人员仍在岗 nobody relieves the holder before the gap, so the desk stays his
    Given shifts:
      | id | start            | end              | leader | supervisor |
      | N1 | 2026-03-01 20:00 | 2026-03-02 08:00 | S01    | S09        |
      | D1 | 2026-03-02 08:45 | 2026-03-02 20:00 | S02    | S09        |
    And the time is "2026-03-02 07:40"
    And "S01" holds the duty
    When the time is "08:20"
    Then "S01" holds the duty
    And there is 1 record "handover.due"

  Scenario: 值班人员擅离视为空岗 nobody takes the running shift, and the desk is told to be unattended
    Given shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |
    And the time is "2026-03-02 07:40"
    When the time is "08:06"
    Then a notice about "unattended" reaches "S09" by "08:06"
    When "S02" taps at "08:10"
    Then "S02" holds the duty
